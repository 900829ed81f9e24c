import { Cpu, integerProblem, Memory, show, TimeOfDay } from '../../../lib/values';

describe('Memory', () => {
  test.each([
    [Memory.mib(512), 512, '512 MiB'],
    [Memory.gib(4), 4096, '4 GiB'],
    [Memory.gib(1.5), 1536, '1536 MiB'],
  ])('is whole mebibytes', (memory, mebibytes, text) => {
    expect([memory.mebibytes, String(memory), memory.problem]).toEqual([mebibytes, text, undefined]);
  });

  test('compares', () => {
    expect(Memory.mib(1024).compare(Memory.gib(1))).toBe(0);
    expect(Memory.mib(1023).compare(Memory.gib(1))).toBeLessThan(0);
  });

  test.each([
    [Memory.mib(0), 'Memory.mib', '0'],
    [Memory.mib(-512), 'Memory.mib', '-512'],
    [Memory.mib(1.5), 'Memory.mib', '1.5'],
    [Memory.mib(16_777_217), 'Memory.mib', '16777217'],
    [Memory.gib(0.0001), 'Memory.gib times 1024', '0.1024'],
  ])('remembers a size outside of 1 to 16777216 MiB', (memory, what, value) => {
    expect(memory.problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: `${what} must be a whole number from 1 to 16777216 MiB`,
      value,
      limit: 'a whole number from 1 to 16777216 MiB',
      fix: 'write a whole number from 1 to 16777216 MiB',
    });
  });

  test.each([Memory.mib(1), Memory.mib(16_777_216)])('takes both of its limits', (memory) => {
    expect(memory.problem).toBeUndefined();
  });
});

describe('Cpu', () => {
  test('is a share in MHz, or whole cores', () => {
    expect([Cpu.mhz(500).unit, Cpu.mhz(500).amount, String(Cpu.mhz(500))]).toEqual(['mhz', 500, '500 MHz']);
    expect([Cpu.cores(4).unit, Cpu.cores(4).amount, String(Cpu.cores(4))]).toEqual(['cores', 4, '4 cores']);
  });

  test.each([
    [Cpu.mhz(0), '0', 'Cpu.mhz must be a whole number from 1 to 10000000 MHz'],
    [Cpu.mhz(-1), '-1', 'Cpu.mhz must be a whole number from 1 to 10000000 MHz'],
    [Cpu.mhz('500' as unknown as number), '"500"', 'Cpu.mhz must be a whole number from 1 to 10000000 MHz'],
    [Cpu.cores(0.5), '0.5', 'Cpu.cores must be a whole number from 1 to 1024 cores'],
    [Cpu.cores(1025), '1025', 'Cpu.cores must be a whole number from 1 to 1024 cores'],
  ])('remembers an amount outside of its limits', (cpu, value, message) => {
    expect(cpu.problem).toMatchObject({ code: 'VALUE-INVALID', message, value });
  });
});

describe('TimeOfDay', () => {
  test.each([
    ['00:00', 0],
    ['09:00', 540],
    ['15:30', 930],
    ['23:59', 1439],
  ])('%s is %i minutes after midnight, and is written as it was', (text, minutes) => {
    expect([TimeOfDay.of(text).minutes, TimeOfDay.of(text).toString(), TimeOfDay.of(text).problem]).toEqual([minutes, text, undefined]);
  });

  test.each(['24:00', '9:00', '09:60', '0900', '', 'noon'])('takes no %j', (text) => {
    expect(TimeOfDay.of(text).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a time of day is written HH:MM',
      value: JSON.stringify(text),
      limit: '00:00 to 23:59',
      fix: "write it with two digits each: '09:00'",
    });
  });
});

describe('show', () => {
  test.each([
    ['text', '"text"'],
    ['with "quotes"', '"with \\"quotes\\""'],
    [3, '3'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
    ['x'.repeat(90), `"${'x'.repeat(76)}...`],
  ])('writes %p as a person would type it', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('survives a value that contains itself', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(show(cycle)).toBe('object');
  });
});

describe('integerProblem', () => {
  test.each([1, 5, 10])('finds nothing wrong with %i between 1 and 10', (value) => {
    expect(integerProblem('count', value, 1, 10)).toBeUndefined();
  });

  test.each([0, 11, 1.5, Number.NaN, '5', null, undefined])('finds %p outside of 1 to 10', (value) => {
    expect(integerProblem('count', value, 1, 10)).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'count must be a whole number from 1 to 10',
      limit: 'a whole number from 1 to 10',
    });
  });

  test('names no upper limit where there is none', () => {
    expect(integerProblem('count', -1, 0, Number.MAX_SAFE_INTEGER)?.message).toBe('count must be a whole number of at least 0');
  });
});
