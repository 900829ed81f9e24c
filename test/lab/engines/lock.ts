import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Takes a lock that names its holder, unless somebody alive has it. Whoever has it removes the file. */
export function takeLock(file: string): boolean {
  const claim = `${file}.${randomUUID()}`;
  writeFileSync(claim, String(process.pid));
  try {
    linkSync(claim, file); // in one go, with its content
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // The holder is gone: the next attempt gets it. Two that notice at the same time may both; each makes a draft of its own.
    if (!isAlive(holderOf(file))) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(claim, { force: true });
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // released meanwhile
  }
}

function isAlive(holder: number | undefined): boolean {
  if (holder === undefined) return false;
  try {
    return process.kill(holder, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
