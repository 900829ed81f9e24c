import { spawnSync } from 'node:child_process';

/** The libraries of a program, with their loader, where the program itself looks for them; none of a static one. */
export function linkedLibraries(program: string): string[] {
  const { status, stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return status === 0 ? librariesIn(stdout) : []; // it refuses what links nothing
}

/** The files in what `ldd` prints. */
export function librariesIn(printed: string): string[] {
  return printed.split('\n').flatMap((line) => {
    if (line.includes('not found')) throw new Error(`a library is missing: ${line.trim()}`);
    return /^\s*(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1] ?? [];
  });
}
