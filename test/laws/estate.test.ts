import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Engines, Environment } from 'kumiki';
import { estateOf } from 'kumiki/testing';
import { checkJobModel, jobFromApiJson } from '../../lib/nomad';
import { estate } from '../../stacks/estate';
import { houseFindings, ruleFindings } from '../support/nomad-rules';
import { readFiles } from '../support/program';
import { schemaFindings } from '../support/provider-schemas';

const { versions } = Engines.tested();

describe.each(['production', 'staging', 'lab'])('the reference estate in %s', (environment) => {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-estate-'));
  const app = new App({ outdir });
  estate(app, Environment.of(environment));
  const plain = estateOf(app);
  app.synth();
  const files = readFiles(outdir);
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('has jobs that keep the rules of Nomad and say nothing its model does not know', () => {
    const jobs = plain.resources('nomad_job').map(({ values }) => JSON.parse(values['jobspec']));
    expect(jobs.length).toBeGreaterThan(70);
    const findings = jobs.map((json) => {
      const { job, findings: read } = jobFromApiJson(json);
      return [json.ID, [...ruleFindings(json), ...read, ...checkJobModel(job, versions)]] as const;
    });
    expect(findings.filter(([, found]) => found.length > 0)).toEqual([]);
  });

  test('has jobs that keep the rules of the house, but for the one written by hand and the tags of the lab', () => {
    const jobs = plain.resources('nomad_job').map(({ values }) => JSON.parse(values['jobspec']));
    const findings = jobs.filter(({ ID }) => ID !== 'sec-branch-fax').flatMap(houseFindings);
    expect(findings.filter((finding) => environment !== 'lab' || !finding.endsWith('runs an image without digest'))).toEqual([]);
  });

  test('has resources that fit the schemas of their providers and keep secrets out of the state', () => {
    const stacks = Object.entries(files).filter(([file]) => file.endsWith('cdk.tf.json'));
    expect(stacks.length).toBeGreaterThan(20);
    expect(stacks.flatMap(([file, text]) => schemaFindings(JSON.parse(text)).map((finding) => `${file}: ${finding}`))).toEqual([]);
  });

  test('is the same in memory as in its files', () => {
    const addresses = Object.entries(files)
      .filter(([file]) => file.endsWith('cdk.tf.json'))
      .flatMap(([file, text]) => {
        const resources = (JSON.parse(text).resource ?? {}) as Record<string, object>;
        return Object.entries(resources).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${file} ${type}.${name}`));
      });
    expect(plain.resources().map(({ stack, address }) => `stacks/${stack}/cdk.tf.json ${address}`)).toEqual(
      expect.arrayContaining(addresses),
    );
    expect(plain.resources()).toHaveLength(addresses.length);
  });
});
