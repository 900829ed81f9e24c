import type { Finding } from '../problems';
import { integerProblem, Value } from './value';

/** Processor time: a share in MHz (`CPU`), or whole reserved cores (`Cores`). Nomad takes one of the two. */
export class Cpu extends Value {
  /** What the amount counts. */
  readonly unit: 'mhz' | 'cores';
  /** Whole MHz, or whole cores. */
  readonly amount: number;

  private constructor(unit: 'mhz' | 'cores', amount: number, problem?: Finding) {
    super(problem);
    this.unit = unit;
    this.amount = amount;
  }

  /** A share of a server (`CPU`). @param amount whole MHz, 1 to 10,000,000 (a server's worth is its cores times their clock) */
  static mhz(this: void, amount: number): Cpu {
    return new Cpu('mhz', amount, integerProblem('Cpu.mhz', amount, 1, 10_000_000, ' MHz'));
  }

  /** Whole cores for one task alone (`Cores`). @param amount whole cores of the node, 1 to 1024, kept from everybody else */
  static cores(this: void, amount: number): Cpu {
    return new Cpu('cores', amount, integerProblem('Cpu.cores', amount, 1, 1024, ' cores'));
  }

  override toString(): string {
    return this.unit === 'mhz' ? `${String(this.amount)} MHz` : `${String(this.amount)} cores`;
  }
}
