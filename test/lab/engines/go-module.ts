/** What a go.mod of a tool says: which program, which version of it, and the oldest Go that builds it. */
export interface GoModule {
  /** The import path of the program. */
  readonly program: string;
  readonly version: string;
  readonly go: string;
}

export function readGoModule(text: string): GoModule {
  const program = found(text, /^tool (\S+)$/m, 'tool');
  const requirements = [...text.matchAll(/^(?:require\s+|\t)(\S+) v([^\s+]+)/gm)];
  // The program is the module's root, or a package below it.
  const [, , version] = requirements.find(([, module]) => module === program || program.startsWith(`${String(module)}/`)) ?? [];
  if (version === undefined) throw new Error(`this go.mod requires no module that holds ${program}`);
  return { program, version, go: found(text, /^go (\S+)$/m, 'go') };
}

function found(text: string, pattern: RegExp, directive: string): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`this go.mod has no ${directive} line`);
  return value;
}
