/** The product of two int64 as Go has it: it wraps around. */
export function product(left: number, right: number): number {
  const exact = left * right;
  return Number.isSafeInteger(exact) ? exact : Number(BigInt.asIntN(64, BigInt(left) * BigInt(right)));
}
