import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Environment } from 'kumiki';
import { lastRelease } from '../../lib/change';
import { checkEstate, jobDigest, outputEstate, outputJobs, type CheckFacts, type Estate, type JobDigest } from '../../lib/checks';
import { canonicalJob } from '../../lib/nomad';
import { estate } from '../../stacks/estate';

/* eslint-disable @typescript-eslint/no-explicit-any -- a test changes what was written */

const folder = mkdtempSync(join(tmpdir(), 'kumiki-checks-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const known = new Map<string, Estate>();

/** The estate of an environment, as its files say it. */
function synthesized(environment: string): Estate {
  const before = known.get(environment);
  if (before !== undefined) return before;
  const outdir = join(folder, environment);
  const app = new App({ outdir });
  const { facts } = estate(app, Environment.of(environment));
  app.synth();
  const release = lastRelease(outdir, (path) => readFileSync(join(outdir, path), 'utf8'));
  if ('finding' in release) throw new Error(release.finding.message);
  const checkFacts: CheckFacts = {
    engines: facts.engines.versions,
    pools: facts.pools.map(({ name, servers, cpuPerServer, memoryPerServer }) => ({
      name,
      servers,
      cpuPerServer: cpuPerServer.amount,
      memoryPerServer: memoryPerServer.mebibytes,
    })),
  };
  const jobs = outputJobs(release.output).map(({ path, json }) => jobDigest(path, canonicalJob(json ?? {})));
  const found = outputEstate(release.output, jobs, checkFacts);
  known.set(environment, found);
  return found;
}

/** Codes of what is found in production after a change. */
function codesAfter(change: (estate: any) => void): string[] {
  const changed = structuredClone(synthesized('production'));
  change(changed);
  return [...new Set(checkEstate(changed).map(({ code }) => code))].sort();
}

const entryOf = (estate: any, kind: string, name: string): any =>
  estate.entries.find((each: any) => each.kind === kind && each.name === name).entry;
const jobIn = (estate: any, id: string): any => estate.jobs.find((job: JobDigest) => job.id === id);
const without = (list: any[], wanted: (item: any) => boolean): any[] => list.filter((item) => !wanted(item));
const routesTo = (estate: any, service: string): any[] =>
  estate.entries.filter((each: any) => each.kind === 'http-route' && JSON.stringify(each.entry).includes(`"${service}"`));

describe.each(['production', 'staging', 'lab'])('the estate in %s', (environment) => {
  test('has jobs, entries, roles and keys to look at', () => {
    const { jobs, entries, roles, keyReaders, keyWriters = [], mounts = [] } = synthesized(environment);
    for (const list of [jobs, entries, roles, keyReaders, keyWriters, mounts]) expect(list.length).toBeGreaterThan(0);
  });

  test('is as its rules want it', () => {
    expect(checkEstate(synthesized(environment))).toEqual([]);
  });
});

describe('a fault in production', () => {
  test.each<[string, readonly string[], (estate: any) => void]>([
    [
      'an intention that went',
      ['MESH-UPSTREAM-DENIED'],
      (e) => {
        const entry = entryOf(e, 'service-intentions', 'sec-ledger');
        entry.Sources = without(entry.Sources, ({ Name }) => Name === 'sec-orders');
      },
    ],
    [
      'an upstream that went',
      ['MESH-INTENTION-UNUSED'],
      (e) => {
        const [service] = jobIn(e, 'sec-orders').services;
        service.upstreams = without(service.upstreams, ({ destination }) => destination === 'sec-ledger');
      },
    ],
    [
      'an upstream to a name that nobody has',
      ['MESH-INTENTION-UNUSED', 'MESH-UPSTREAM-DENIED', 'MESH-UPSTREAM-UNKNOWN'],
      (e) => {
        jobIn(e, 'sec-orders').services[0].upstreams.find((each: any) => each.destination === 'sec-ledger').destination = 'sec-leger';
      },
    ],
    [
      'an allow for everybody',
      ['MESH-INTENTION-WIDE'],
      (e) => {
        entryOf(e, 'service-intentions', 'sec-ledger').Sources.at(-1).Action = 'allow';
      },
    ],
    [
      'a deny that came first',
      ['MESH-INTENTION-SHADOWED'],
      (e) => {
        entryOf(e, 'service-intentions', 'sec-ledger')
          .Sources.find((each: any) => each.Name === 'sec-orders')
          .Permissions.reverse();
      },
    ],
    [
      'a deny for all that went',
      ['MESH-DENY-MISSING'],
      (e) => {
        e.entries = without(e.entries, ({ kind, name }) => kind === 'service-intentions' && name === '*');
      },
    ],
    [
      'a protocol that became tcp',
      ['EDGE-ROUTE-DENIED', 'MESH-L7-ON-TCP', 'MESH-UPSTREAM-DENIED'],
      (e) => {
        entryOf(e, 'service-defaults', 'sec-orders').Protocol = 'tcp';
      },
    ],
    [
      'defaults that went',
      ['MESH-PROTOCOL-MISSING'],
      (e) => {
        e.entries = without(e.entries, ({ kind, name }) => kind === 'service-defaults' && name === 'sec-quotes');
      },
    ],
    [
      'mutual TLS that became permissive',
      ['MESH-TLS-PERMISSIVE'],
      (e) => {
        entryOf(e, 'service-defaults', 'sec-ledger').MutualTLSMode = 'permissive';
      },
    ],
    [
      'an entry written twice',
      ['MESH-ENTRY-TWICE'],
      (e) => {
        e.entries.push(e.entries[0]);
      },
    ],
    [
      'a name taken by another domain',
      ['MESH-SERVICE-TWICE'],
      (e) => {
        e.jobs.push({ ...jobIn(e, 'sec-ledger'), id: 'sec-ledger-copy', namespace: 'forensics', tasks: [], path: 'forensics/ledger' });
      },
    ],
    [
      'a callee that became slow',
      ['MESH-TIMEOUT-CHAIN'],
      (e) => {
        entryOf(e, 'service-defaults', 'sec-margin-accounts').LocalRequestTimeoutMs = 60_000;
        entryOf(e, 'service-resolver', 'sec-margin-accounts').RequestTimeout = 60e9;
      },
    ],
    [
      'a callee that alone was told to be slow',
      ['MESH-TIMEOUT-UNREACHED'],
      (e) => {
        entryOf(e, 'service-defaults', 'sec-margin-accounts').LocalRequestTimeoutMs = 60_000;
      },
    ],
    [
      'a retry of orders',
      ['MESH-RETRY-UNSAFE'],
      (e) => {
        entryOf(e, 'service-router', 'sec-orders').Routes[0].Destination.RetryOn = ['5xx'];
      },
    ],
    [
      'an inbound limit that is too low',
      ['MESH-FAN-IN'],
      (e) => {
        entryOf(e, 'service-defaults', 'sec-ledger').MaxInboundConnections = 8;
      },
    ],
    [
      'a route to a service that went',
      ['EDGE-ROUTE-DENIED', 'EDGE-ROUTE-TARGET', 'MESH-INTENTION-UNUSED'],
      (e) => {
        for (const { entry } of routesTo(e, 'sec-orders'))
          for (const rule of entry.Rules) for (const target of rule.Services) target.Name = 'sec-order';
      },
    ],
    [
      'an edge that orders do not let in',
      ['EDGE-ROUTE-DENIED'],
      (e) => {
        const entry = entryOf(e, 'service-intentions', 'sec-orders');
        entry.Sources = without(entry.Sources, ({ Name }) => Name === 'sec-public');
      },
    ],
    [
      'a certificate that went',
      ['EDGE-CERTIFICATE-MISSING'],
      (e) => {
        e.entries = without(e.entries, ({ kind, name }) => kind === 'file-system-certificate' && name === 'sec-public-tls');
      },
    ],
    [
      'a certificate in another file',
      ['EDGE-CERTIFICATE-UNWRITTEN'],
      (e) => {
        entryOf(e, 'file-system-certificate', 'sec-public-tls').Certificate = '/secrets/tls/certificate.pem';
      },
    ],
    [
      'an edge without its job',
      ['EDGE-GATEWAY-MISSING'],
      (e) => {
        e.jobs = without(e.jobs, ({ id }) => id === 'sec-public');
        e.roles = without(e.roles, ({ name }) => name === 'sec-public');
      },
    ],
    [
      'a policy with one path more',
      ['VAULT-POLICY-WIDE'],
      (e) => {
        e.roles
          .find((each: any) => each.name === 'sec-orders')
          .policies.push('path "database/creds/ledger-rw" { capabilities = ["read"] }');
      },
    ],
    [
      'a policy with a path less',
      ['VAULT-UNGRANTED'],
      (e) => {
        e.roles.find((each: any) => each.name === 'sec-ledger').policies = [];
      },
    ],
    [
      'a policy over all secrets',
      ['VAULT-POLICY-WIDE', 'VAULT-WILDCARD'],
      (e) => {
        e.roles.find((each: any) => each.name === 'sec-orders').policies.push('path "secret/data/*" { capabilities = ["read"] }');
      },
    ],
    [
      'a role for every job',
      ['VAULT-ROLE-UNBOUND'],
      (e) => {
        delete e.roles.find((each: any) => each.name === 'sec-orders').jobId;
      },
    ],
    [
      'a role of another job',
      ['VAULT-ROLE-REFUSED'],
      (e) => {
        e.roles.find((each: any) => each.name === 'sec-orders').jobId = 'sec-ledger';
      },
    ],
    [
      'a role that went',
      ['VAULT-ROLE-MISSING'],
      (e) => {
        e.roles = without(e.roles, ({ name }) => name === 'sec-orders');
      },
    ],
    [
      'a role that nobody takes',
      ['VAULT-ROLE-UNUSED'],
      (e) => {
        jobIn(e, 'sec-orders').tasks = [];
        e.keyReaders = without(e.keyReaders, ({ jobId }) => jobId === 'sec-orders');
      },
    ],
    [
      'a key that is granted no more',
      ['CONSUL-KEY-UNGRANTED'],
      (e) => {
        e.keyReaders = without(e.keyReaders, ({ jobId }) => jobId === 'sec-orders');
      },
    ],
    [
      'a key that is granted and not read',
      ['CONSUL-KEY-UNUSED'],
      (e) => {
        e.keyReaders[0].keys.push('trading/orders/other');
      },
    ],
    [
      'a prefix over the keys of another',
      ['CONSUL-KEY-OVERLAP'],
      (e) => {
        e.keyWriters.push({ path: 'settlement/all', key: 'settlement/', prefix: true });
      },
    ],
    [
      'a pool that shrank',
      ['POOL-EXHAUSTED'],
      (e) => {
        e.facts.pools.find((each: any) => each.name === 'general').servers = 20;
      },
    ],
    [
      'a port that two agents want',
      ['POOL-PORT-TAKEN'],
      (e) => {
        const job = jobIn(e, 'sec-public');
        e.jobs.push({ ...job, id: 'sec-other', path: 'edge/other', services: [], tasks: [] });
      },
    ],
  ])('is found: %s', (_, codes, change) => {
    expect(codesAfter(change)).toEqual(codes);
  });
});
