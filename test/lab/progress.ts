import type { Say } from './engines/step';

/** Lines of waiting are gathered: with fifty jobs under way, one line says it. */
const GATHERED_FOR_MS = 10_000;
const NAMED = 4;

/** Lines with the seconds since the start in front. */
export function progress(): Say {
  const started = Date.now();
  const waiting = new Set<string>();
  let said = started;
  const print = (line: string) => {
    process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  };
  return (line) => {
    const awaited = /^waiting \d+ s until (.*)$/.exec(line)?.[1];
    if (awaited === undefined) {
      print(line);
      return;
    }
    waiting.add(awaited);
    if (Date.now() - said < GATHERED_FOR_MS) return;
    said = Date.now();
    const all = [...waiting].sort();
    const more = all.length - NAMED;
    print(`waiting until ${all.slice(0, NAMED).join('; ')}${more > 0 ? `; and ${String(more)} more` : ''}`);
    waiting.clear();
  };
}
