import { librariesIn } from './linked-libraries';

describe('the libraries of a program', () => {
  it('are the files that ldd names, with the loader', () => {
    const printed = [
      '\tlinux-vdso.so.1 (0x00007f0eb10af000)',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0eaaf3e000)',
      '\t/lib64/ld-linux-x86-64.so.2 (0x00007f0eb10b1000)',
      '',
    ].join('\n');
    expect(librariesIn(printed)).toEqual(['/lib/x86_64-linux-gnu/libc.so.6', '/lib64/ld-linux-x86-64.so.2']);
  });

  it('are missing with a word about which', () => {
    expect(() => librariesIn('\tlibssl.so.3 => not found\n')).toThrow('a library is missing: libssl.so.3 => not found');
  });
});
