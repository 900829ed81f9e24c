import type { Finding } from '../problems';
import { integerProblem, Value } from './value';

/** An amount of memory or disk, in whole mebibytes as Nomad counts them (`MemoryMB`, `SizeMB` are mebibytes). */
export class Memory extends Value {
  /** Whole mebibytes. */
  readonly mebibytes: number;

  private constructor(mebibytes: number, problem?: Finding) {
    super(problem);
    this.mebibytes = mebibytes;
  }

  /** An amount in mebibytes. @param amount whole mebibytes, 1 to 16,777,216 (16 TiB); VALUE-INVALID otherwise */
  static mib(this: void, amount: number): Memory {
    return new Memory(amount, integerProblem('Memory.mib', amount, 1, 16_777_216, ' MiB'));
  }

  /** An amount in gibibytes. @param amount gibibytes; fractions down to a mebibyte, so 1.5 is 1536 MiB */
  static gib(this: void, amount: number): Memory {
    return new Memory(amount * 1024, integerProblem('Memory.gib times 1024', amount * 1024, 1, 16_777_216, ' MiB'));
  }

  /** Negative when this is the smaller one, in mebibytes. */
  compare(other: Memory): number {
    return this.mebibytes - other.mebibytes;
  }

  override toString(): string {
    return this.mebibytes % 1024 === 0 ? `${String(this.mebibytes / 1024)} GiB` : `${String(this.mebibytes)} MiB`;
  }
}
