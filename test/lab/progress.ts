import type { Say } from './engines/step';

/** Lines with the seconds since the start in front. */
export function progress(): Say {
  const started = Date.now();
  return (line) => {
    process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  };
}
