import fc from 'fast-check';
import { Engines } from 'kumiki';
import { estateOf } from 'kumiki/testing';
import { checkJobModel, jobFromApiJson } from '../../lib/nomad';
import { houseFindings, ruleFindings } from '../support/nomad-rules';
import { appWith, filesOf } from '../support/program';
import { schemaFindings } from '../support/provider-schemas';
import { declare, randomPrograms } from '../support/random-program';

const { versions } = Engines.tested();

describe('of every program', () => {
  test('each job keeps the rules of Nomad and of the house, and the model knows all it says', () => {
    fc.assert(
      fc.property(randomPrograms(), (program) => {
        const app = appWith();
        declare(app, program);
        const estate = estateOf(app);
        const jobs = estate.resources('nomad_job').map(({ address }) => estate.job(address.slice('nomad_job.'.length)));
        expect(jobs.length).toBeGreaterThanOrEqual(program.members.length);
        for (const json of jobs) {
          expect([json['ID'], ruleFindings(json), houseFindings(json)]).toEqual([json['ID'], [], []]);
          const { job, findings } = jobFromApiJson(json);
          expect([...findings, ...checkJobModel(job, versions)]).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('each resource fits the schema of its provider and keeps secrets out of the state', () => {
    fc.assert(
      fc.property(randomPrograms(), (program) => {
        const files = filesOf((app) => {
          declare(app, program);
        });
        const stacks = Object.entries(files).filter(([file]) => file.endsWith('cdk.tf.json'));
        expect(stacks.length).toBeGreaterThanOrEqual(3);
        for (const [file, text] of stacks) expect([file, schemaFindings(JSON.parse(text))]).toEqual([file, []]);
      }),
      { numRuns: 25 },
    );
  });
});
