// Type-checks every TypeScript fence of the manual, all in one program.
import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from './page';
import type { ProgramFile } from './program';

/** One line for each mistake, with the page and the line where it stands. */
export function typeMistakes(programs: readonly ProgramFile[]): string[] {
  const files = programs.filter(({ fence }) => fence.language === 'ts');
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const program = ts.createProgram(
    files.map(({ path }) => path),
    // A fence may show a value without using it.
    { ...config?.options, noUnusedLocals: false, noEmit: true },
  );
  const byPath = new Map(files.map((file) => [relative(ROOT, file.path), file]));
  return files.flatMap(({ path }) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((mistake) => {
      const file = byPath.get(relative(ROOT, path));
      const line = (source?.getLineAndCharacterOfPosition(mistake.start ?? 0).line ?? 0) + (file?.fence.line ?? 0);
      return `${file?.page ?? path}:${String(line)}: ${ts.flattenDiagnosticMessageText(mistake.messageText, ' ')}`;
    });
  });
}
