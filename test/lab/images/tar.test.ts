import { execFileSync } from 'node:child_process';
import { tarOf, text, writeTar, type TarEntry } from './tar';

const entries: TarEntry[] = [
  { path: 'tmp/', type: 'folder', mode: 0o1777 },
  { path: 'app/', type: 'folder', mode: 0o755 },
  { path: 'app/run', type: 'file', mode: 0o755, content: text('#!/bin/sh\n'.repeat(100)) },
  { path: 'app/empty', type: 'file', mode: 0o400, content: text('') },
  { path: 'app/migrate', type: 'link', target: '/app/run' },
];

function written(of: readonly TarEntry[]): Buffer {
  const chunks: Buffer[] = [];
  writeTar(of, (bytes) => chunks.push(bytes));
  return Buffer.concat(chunks);
}

describe('a tar', () => {
  it('is read by the tar of the machine, with modes, links and no owner but root', () => {
    const listed = execFileSync('tar', ['--list', '--verbose', '--numeric-owner', '--utc', '--file=-'], { input: written(entries) });
    expect(
      listed
        .toString()
        .trim()
        .split('\n')
        .map((line) => line.replace(/\s+/g, ' ')),
    ).toEqual([
      'drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 app/',
      '-rwxr-xr-x 0/0 1000 1970-01-01 00:00 app/run',
      '-r-------- 0/0 0 1970-01-01 00:00 app/empty',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00 app/migrate -> /app/run',
    ]);
  });

  it('says its size before it is written', () => {
    expect(tarOf(entries).size).toBe(written(entries).length);
  });

  it('is refused for a path that its header has no room for', () => {
    expect(() => written([{ path: 'a'.repeat(101), type: 'folder', mode: 0o755 }])).toThrow('a tar has no room for');
  });
});
