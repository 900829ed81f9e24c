import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { takeLock } from './lock';
import { isProgram } from './on-path';
import { saying, type Say } from './step';

const EVERY_MS = 250;

/**
 * The program at `file`, made once. It appears whole or not at all, and of several labs that want it at the same time one makes it.
 *
 * @param make writes the program to the path it is given, which is in a folder of its own
 */
export async function cached(file: string, make: (draft: string) => Promise<void>, say: Say): Promise<'cache' | 'built'> {
  const folder = dirname(file);
  const lock = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  const turn = await saying(`another lab makes ${basename(file)}`, thereOrMyTurn(file, lock), say);
  if (turn === 'there') return 'cache';
  const draft = join(`${folder}.draft-${randomUUID()}`, basename(file));
  try {
    if (isProgram(file)) return 'cache'; // made between the look and the lock
    mkdirSync(dirname(draft), { recursive: true });
    await make(draft);
    mkdirSync(folder, { recursive: true });
    renameSync(draft, file);
    return 'built';
  } finally {
    rmSync(dirname(draft), { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}

async function thereOrMyTurn(file: string, lock: string): Promise<'there' | 'my turn'> {
  for (;;) {
    if (isProgram(file)) return 'there';
    if (takeLock(lock)) return 'my turn';
    await pause(EVERY_MS);
  }
}
