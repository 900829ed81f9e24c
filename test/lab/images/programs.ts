/** A program that the stand-in takes the place of: where an estate's images have it, and what the stand-in then does. */
export interface StoodInProgram {
  /** Absolute, without the first slash. */
  readonly path: string;
  /** `batch` ends with success, `worker` stays, `healthy` says whether the service of its task is well. */
  readonly role: 'batch' | 'worker' | 'healthy';
}

const inApp = (role: StoodInProgram['role'], ...names: string[]): StoodInProgram[] => names.map((name) => ({ path: `app/${name}`, role }));

/** What the programs of stacks/ run in their images beside the entry point. */
export const PROGRAMS: readonly StoodInProgram[] = [
  ...inApp('batch', 'migrate', 'fetch-lists', 'index-lists', 'fetch-model'),
  ...inApp('worker', 'tick-loader', 'journal-mirror'),
  ...inApp('healthy', 'healthy'),
  { path: 'usr/local/bin/valkey-cli', role: 'healthy' },
];
