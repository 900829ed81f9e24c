import { isatty } from 'node:tty';

/** Whether standard output is a terminal that shows colours to somebody who wants them (no-color.org). */
export function hasColours(): boolean {
  const { NO_COLOR: refused = '', TERM: terminal } = process.env;
  return isatty(process.stdout.fd) && refused === '' && terminal !== 'dumb';
}
