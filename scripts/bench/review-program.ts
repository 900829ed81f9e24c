/**
 * Reviews the step from one output to another and writes all formats, as `kumiki review` does.
 *
 *     node review-program.js <base> <head> <folder for the formats>
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reportUsage } from './usage';

/** The command as the package has it; its compiled files lie beside this one. */
interface Command {
  readonly main: (words: readonly string[], facts: { readonly version: string }) => Promise<number>;
}

reportUsage();

const [base = '', head = '', folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const formats = ['json', 'markdown', 'html', 'sarif'].flatMap((format) => [`--${format}`, join(folder, `review.${format}`)]);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- where it lies is known only when it runs
const { main } = require(resolve(__dirname, 'dist', 'cli', 'main.js')) as Command;
void main(['review', '--base', base, '--head', head, '--at', '2026-11-30T10:00:00+09:00', ...formats], { version: '0.0.0' }).then(
  (code) => (process.exitCode = code === 2 ? 1 : 0),
);
