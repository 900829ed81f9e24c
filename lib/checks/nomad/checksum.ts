import { VARIABLE } from './variable';

const DIGITS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };
const HEXADECIMAL = /^(?:[0-9a-fA-F]{2})*$/;

/** What Nomad finds wrong with the checksum of an artifact; a checksum with a variable is only known on the server. */
export function checksumProblem(checksum: string | undefined): string | undefined {
  if (checksum === undefined || VARIABLE.test(checksum)) return undefined;
  const [type = '', digest = '', more] = checksum.trim().split(':');
  if (!checksum.includes(':') || more !== undefined) return 'a checksum is a type and a digest';
  if (!HEXADECIMAL.test(digest)) return 'the digest is not hexadecimal';
  const digits = DIGITS[type];
  if (digits === undefined) return 'Nomad knows no such type of checksum';
  return digest.length === digits ? undefined : `a digest of ${type} has ${String(digits)} digits`;
}
