import fc from 'fast-check';
import { filesOf } from '../support/program';
import { declare, randomPrograms, shuffled } from '../support/random-program';

describe('the files of a program', () => {
  test('are the same in every order of its stacks, workloads, statements and lists', () => {
    fc.assert(
      fc.property(randomPrograms(), fc.integer({ min: 1 }), fc.integer({ min: 1 }), (program, one, other) => {
        const written = filesOf((app) => {
          declare(app, program, shuffled(one));
        });
        expect(
          filesOf((app) => {
            declare(app, program, shuffled(other));
          }),
        ).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });

  test('are the same when it runs again', () => {
    fc.assert(
      fc.property(randomPrograms(), (program) => {
        const run = () =>
          filesOf((app) => {
            declare(app, program);
          });
        expect(run()).toEqual(run());
      }),
      { numRuns: 10 },
    );
  });
});
