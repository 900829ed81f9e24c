import { execFileSync } from 'node:child_process';
import { estateFolder } from '../../commands/deploy';
import { deploy, deploymentOf, destroy, unsettled, type Deployment } from '../../deployment';
import { command, isRunning, runningOf, type Allocation } from '../../allocations';
import { bootstrapsOf } from '../../bootstraps';
import { probeEstate } from '../../probe-estate';
import { labOfScenes } from '../../scene-program';
import { SERVERS } from '../../layout';
import { asOperator } from '../../servers/engines-up';
import { until } from '../../until';
import { onServer } from '../../servers/server';

const layout = labOfScenes();
const { consul, nomad, vault } = asOperator(layout);

/** Said beside the results: what the whole firm takes on this machine. */
const print = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

let estate: Deployment;

beforeAll(async () => {
  const started = Date.now();
  estate = await deploymentOf(layout, estateFolder(layout), () => undefined, 'api');
  await deploy(estate);
  print(`the estate: ${String(estate.stacks.length)} stacks in ${String(Math.round((Date.now() - started) / 1000))} s, ${memoryInUse()}`);
}, 900_000);

describe('the whole estate', () => {
  it('is healthy: every job that runs all the time has all its instances', async () => {
    const jobs =
      await nomad.get<{ ID: string; Type: string; Status: string; Periodic: boolean; JobSummary: { Summary: Record<string, Summary> } }[]>(
        '/v1/jobs?namespace=*',
      );
    const unwell = jobs
      .filter(({ Type }) => Type === 'service' || Type === 'system')
      .filter(({ JobSummary }) =>
        Object.values(JobSummary.Summary).some(({ Running, Queued, Starting }) => Running === 0 || Queued + Starting > 0),
      );

    expect(unwell.map(({ ID }) => ID)).toEqual([]);
    expect(jobs.length).toBeGreaterThan(160);

    let critical: readonly string[] = [];
    const settled = async () => {
      const checks = await consul.get<{ ServiceName: string; Name: string }[]>('/v1/health/state/critical');
      critical = checks.map(({ ServiceName, Name }) => `${ServiceName}: ${Name}`);
      return critical.length === 0;
    };
    // A check asks every ten seconds, and a machine that has just started it all answers late.
    await until('no check is critical', settled, { timeoutSeconds: 180 }).catch(() => undefined);
    expect(critical).toEqual([]);
  }, 240_000);

  it('leaves nothing to change: a second plan of every stack is empty', async () => {
    expect(await unsettled(estate)).toEqual([]);
  });

  it('answers 200 declared calls and refuses 500 undeclared ones, both chosen at random', async () => {
    const { answered, refused, wrong, late, seconds } = await probeEstate(layout, estateFolder(layout), {
      calls: 200,
      refused: 500,
      seed: 20_261_122,
    });
    print(`700 probes in ${seconds.toFixed(1)} s`);
    for (const line of late) print(`only when tried again: ${line}`);
    for (const line of wrong) print(`wrong: ${line}`);

    expect(wrong).toEqual([]);
    expect({ answered, refused }).toEqual({ answered: 200, refused: 500 });
  });

  it('has no Envoy whose bootstrap Envoy would not accept', async () => {
    const all = await nomad.get<Allocation[]>('/v1/allocations?namespace=*');
    const waiting = all.filter(isRunning);
    const refused: string[] = [];
    let accepted = 0;
    const worker = async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
        for (const { file, refusal } of await bootstrapsOf(layout, one)) {
          if (refusal === undefined) accepted += 1;
          else refused.push(`${one.JobID} ${file}: ${refusal}`);
        }
    };
    await Promise.all([worker(), worker(), worker()]);
    print(`${String(accepted)} bootstraps accepted`);

    expect(refused).toEqual([]);
    expect(accepted).toBeGreaterThan(100);
  });

  it('runs an agent on each server', async () => {
    const agents = await runningOf(layout, 'platform-ops', 'sec-metrics-agent');

    expect(agents.map(({ NodeName }) => NodeName).sort()).toEqual(SERVERS.map(({ name }) => name).sort());
  });

  it('runs a batch of the night through the mesh to its end', async () => {
    await nomad.post('/v1/job/sec-exec-confirm/periodic/force?namespace=trading');

    const end = await until(
      'the forced run has ended',
      async () => {
        const all = await nomad.get<Allocation[]>('/v1/allocations?namespace=trading');
        const run = all.find(({ JobID }) => JobID.startsWith('sec-exec-confirm/periodic-'));
        return run?.ClientStatus === 'complete' || run?.ClientStatus === 'failed' ? run.ClientStatus : undefined;
      },
      { timeoutSeconds: 180 },
    );
    expect(end).toBe('complete');
  });
});

describe('destroy leaves nothing', () => {
  beforeAll(async () => {
    const domains = estate.stacks.filter(({ name }) => name !== 'platform');
    const started = Date.now();
    await destroy({ ...estate, stacks: domains });
    print(`the estate is destroyed in ${String(Math.round((Date.now() - started) / 1000))} s`);
  }, 600_000);

  it('in Nomad: no job, no namespace', async () => {
    const jobs = await nomad.get<{ ID: string; Status: string }[]>('/v1/jobs?namespace=*');
    const namespaces = await nomad.get<{ Name: string }[]>('/v1/namespaces');

    // Nomad keeps what a periodic job started, as dead jobs, until its own garbage collection.
    expect(jobs.filter(({ ID, Status }) => ID.startsWith('sec-') && !(ID.includes('/periodic-') && Status === 'dead'))).toEqual([]);
    expect(namespaces.map(({ Name }) => Name).filter((name) => estate.stacks.some((stack) => stack.name === name))).toEqual([]);
  });

  it('in Consul: no service, config entry, rule or policy of it', async () => {
    const services = Object.keys(await consul.get<Record<string, string[]>>('/v1/catalog/services'));
    const rules = await consul.get<{ BindName: string }[]>('/v1/acl/binding-rules');
    const entries = await Promise.all(
      [
        'service-defaults',
        'service-intentions',
        'service-resolver',
        'service-router',
        'api-gateway',
        'http-route',
        'terminating-gateway',
      ].map((kind) => consul.get<{ Name: string }[]>(`/v1/config/${kind}`)),
    );

    expect(services.filter((name) => name.startsWith('sec-'))).toEqual([]);
    expect(rules.filter(({ BindName }) => BindName.startsWith('sec-'))).toEqual([]);
    expect(entries.flat().filter(({ Name }) => Name.startsWith('sec-'))).toEqual([]);
  });

  it('in Vault: no policy and no role of it', async () => {
    const { data: policies } = await vault.get<{ data: { keys: string[] } }>('/v1/sys/policies/acl?list=true');
    const roles = await vault.find<{ data: { keys: string[] } }>('/v1/auth/jwt-nomad/role?list=true');

    expect(policies.keys.filter((name) => name.includes('sec-'))).toEqual([]);
    expect((roles?.data.keys ?? []).filter((name) => name.startsWith('sec-'))).toEqual([]);
  });

  it('on the servers: no container, no forwarded port, no mount of an allocation', async () => {
    // What Nomad does by itself some time later: folders of stopped allocations go when it collects them.
    await nomad.put('/v1/system/gc');
    const left: string[] = [];
    for (const server of SERVERS) {
      const on = (...what: string[]) => command(onServer(layout, server, what));
      const gone = async (what: string, isGone: () => Promise<boolean>) => {
        await until(`${server.name} has no ${what}`, isGone).catch((error: unknown) => left.push(String(error)));
      };
      await gone('container', async () => (await on('docker', 'ps', '--quiet')) === '');
      await gone('forwarded port', async () => !(await on('iptables', '-t', 'nat', '-S')).includes('-j DNAT '));
      await gone('mount of an allocation', async () => !(await on('cat', '/proc/self/mounts')).includes('/var/lib/nomad/alloc/'));
    }
    expect(left).toEqual([]);
  });
});

interface Summary {
  readonly Running: number;
  readonly Queued: number;
  readonly Starting: number;
}

const memoryInUse = (): string => {
  const [, values = ''] = execFileSync('free', ['-m'], { encoding: 'utf8' }).split('\n');
  return `${values.split(/\s+/)[2] ?? '?'} MiB of memory in use`;
};
