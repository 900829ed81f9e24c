import { Callers, ConsulKey, DomainStack, HttpRule, OnChange, Port, SecuritiesService, ServiceContract, VaultSecret, Worker } from 'kumiki';
import type { App } from 'cdktf';
import { allocationsOf, docker, runningOf, serverOf, type Allocation } from '../allocations';
import { jobspecsOf } from '../deployment';
import { EngineApi } from '../engine-api';
import { tokensFor, type Identity } from '../identities';
import { CONSUL, NOMAD, VAULT } from '../layout';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { Standin } from '../standin';
import { until } from '../until';

const Ledger = ServiceContract.http('identities-ledger', {
  domain: 'identities-books',
  offers: { balance: [HttpRule.get('/balance')] },
});

function program(app: App): void {
  const books = new DomainStack(app, 'identities-books', { owner: 'books' });
  const trade = new DomainStack(app, 'identities-trade', { owner: 'trade' });
  const props = { ...small, port: Port.http(8080), image: image('standin') };
  const ledger = new SecuritiesService(books, 'identities-ledger', {
    ...props,
    contract: Ledger,
    callers: [Callers.service('identities-orders', { may: ['balance'] })],
  });
  const orders = new SecuritiesService(trade, 'identities-orders', props);
  orders.connectTo(Ledger, { may: ['balance'] });
  const clerk = new Worker(trade, 'identities-clerk', { ...small, image: image('standin') });
  for (const workload of [ledger, clerk]) {
    workload.addSecretFile(VaultSecret.kv('own'), { file: 'own', fields: ['password'], onChange: OnChange.ignore() });
    workload.readConfig(ConsulKey.own('limits'), { file: 'limits', onChange: OnChange.ignore() });
  }
}

/** As much of a job as the scene changes by hand. */
interface Spec {
  ID: string;
  Name: string;
  Namespace: string;
  TaskGroups: [{ Update?: object; Services?: [{ Name: string }]; Tasks: [Task] }];
}
interface Task {
  Name: string;
  Driver: string;
  Config: Record<string, unknown>;
  Vault?: { Role: string };
  Consul?: object;
  Templates?: unknown[];
  Identities?: object[];
}

const TRADE = 'identities-trade';
const ledgerName = fullName('identities-ledger');
const scene = new SceneProgram('identities');
const operator = asOperator(scene.layout);
let jobspecs: readonly Spec[];

const specOf = (id: string): Spec => {
  const found = jobspecs.find(({ ID }) => ID === fullName(id));
  if (found === undefined) throw new Error(`the program has no job ${id}`);
  const spec = structuredClone(found);
  // What is refused should not wait for a roll-out.
  delete spec.TaskGroups[0].Update;
  return spec;
};

type Engines = Readonly<Record<'nomad' | 'consul' | 'vault', EngineApi>>;

async function as(identity: Identity): Promise<Engines> {
  const { nomad, consul, vault } = await tokensFor(scene.layout, identity);
  return {
    nomad: new EngineApi(NOMAD, { 'X-Nomad-Token': nomad }),
    consul: new EngineApi(CONSUL, { 'X-Consul-Token': consul }),
    vault: new EngineApi(VAULT, { 'X-Vault-Token': vault }),
  };
}
const team = () => as({ is: 'team', domain: TRADE });

/** What somebody asks of an engine: method, path below /v1, body. */
type Asked = readonly [method: string, path: string, body?: unknown];

const answerOf = async (engine: EngineApi, [method, path, body]: Asked): Promise<number> =>
  (await engine.raw(method, `/v1/${path}`, body === undefined ? undefined : JSON.stringify(body))).status;

/**
 * Those of the requests that were not refused. Nomad knows no allocation that one may not see, and says of a file that it is
 * found (200) before it says that one may not read it.
 */
async function notRefused(engine: EngineApi, asked: readonly Asked[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    asked.map(async ([method, path, body]) => {
      const { status, text } = await engine.raw(method, `/v1/${path}`, body === undefined ? undefined : JSON.stringify(body));
      const refused = status === 403 || text === 'Permission denied' || text.startsWith('Unknown allocation');
      return refused ? undefined : `${method} ${path}: ${String(status)} ${text}`;
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}

/** Jobs that the team of `identities-trade` writes by hand, past its program. */
const byHand = {
  /** The other team's job, as it is, in the own namespace. */
  namesake: (): Spec => ({ ...withoutSecrets(specOf('identities-ledger')), Namespace: TRADE }),
  /** The other team's service, in a job with a name of its own. */
  claimant: (): Spec => {
    const spec = renamed(withoutSecrets(specOf('identities-orders')), 'identities-claimant');
    for (const service of spec.TaskGroups[0].Services ?? []) service.Name = ledgerName;
    return spec;
  },
  /** The other team's role in Vault. */
  borrower: (): Spec => {
    const spec = renamed(specOf('identities-clerk'), 'identities-borrower');
    const [task] = spec.TaskGroups[0].Tasks;
    delete task.Consul;
    task.Templates = task.Templates?.filter((template) => JSON.stringify(template).includes('secret/data/'));
    task.Identities = task.Identities?.filter((identity) => JSON.stringify(identity).includes('vault_default'));
    if (task.Vault !== undefined) task.Vault.Role = ledgerName;
    return spec;
  },
  /** The other team's secret and key, read with the own role. */
  reader: (): Spec =>
    JSON.parse(
      JSON.stringify(specOf('identities-clerk')).replaceAll(`${TRADE}/identities-clerk`, 'identities-books/identities-ledger'),
    ) as Spec,
  /** A process on the server itself. */
  rawExec: (): Spec => {
    const spec = renamed(withoutSecrets(specOf('identities-clerk')), 'identities-raw');
    Object.assign(spec.TaskGroups[0].Tasks[0], { Driver: 'raw_exec', Config: { command: '/bin/true' } });
    return spec;
  },
  /** The disk and the network of the server, by Docker. */
  intruder: (): Spec => {
    const spec = renamed(withoutSecrets(specOf('identities-clerk')), 'identities-intruder');
    const [task] = spec.TaskGroups[0].Tasks;
    const mounts = [{ type: 'bind', source: '/var/lib', target: '/server', readonly: true }];
    Object.assign(task, { Config: { ...task.Config, network_mode: 'host', mounts } });
    return spec;
  },
  /** The network of the server. */
  hostNetwork: (): Spec => {
    const spec = renamed(withoutSecrets(specOf('identities-clerk')), 'identities-host');
    Object.assign(spec.TaskGroups[0], { Networks: [{ Mode: 'host' }] });
    return spec;
  },
};

function withoutSecrets(spec: Spec): Spec {
  for (const task of spec.TaskGroups[0].Tasks)
    Object.assign(task, { Vault: undefined, Consul: undefined, Templates: undefined, Identities: undefined });
  return spec;
}

const renamed = (spec: Spec, name: string): Spec => ({ ...spec, ID: name, Name: name });

/** What Nomad says of the tasks of a job's last allocation, once it says what is looked for. */
const toldOf = (job: string, text: string | RegExp, status?: string): Promise<Allocation> =>
  until(`an allocation of ${job} says ${String(text)}`, async () => {
    const last = (await allocationsOf(scene.layout, TRADE, job)).at(-1);
    const events = Object.values(last?.TaskStates ?? {}).flatMap(({ Events }) => Events ?? []);
    const found = events.some(({ DisplayMessage: said }) => (typeof text === 'string' ? said.includes(text) : text.test(said)));
    return found && (status === undefined || last?.ClientStatus === status) ? last : undefined;
  });

beforeAll(async () => {
  const { stacks } = await scene.deploy(program);
  jobspecs = jobspecsOf(stacks).map((text) => JSON.parse(text) as Spec);
});

afterAll(async () => {
  for (const job of [ledgerName, 'identities-claimant', 'identities-borrower', 'identities-intruder'])
    await operator.nomad.raw('DELETE', `/v1/job/${job}?namespace=${TRADE}&purge=true`);
  await scene.destroy();
});

describe('each stack is applied by an identity that can do no more', () => {
  it(
    'a team writes its own jobs and its own keys',
    seen(scene, async () => {
      const { nomad, consul } = await team();

      expect(await scene.unsettled()).toEqual([]);
      expect(await answerOf(nomad, ['GET', `jobs?namespace=${TRADE}`])).toBe(200);
      expect(await answerOf(nomad, ['POST', `job/${fullName('identities-orders')}/plan`, { Job: specOf('identities-orders') }])).toBe(200);
      expect(await answerOf(consul, ['PUT', `kv/${TRADE}/identities-clerk/limits`, 'twelve'])).toBe(200);
    }),
  );

  it(
    'in Nomad a team is refused all of another namespace, and every right to give itself more',
    seen(scene, async () => {
      const { nomad } = await team();
      const [theirs] = await allocationsOf(scene.layout, 'identities-books', ledgerName);
      const { allocation: own } = await scene.one(TRADE, 'identities-clerk');
      const name = 'identities-of-trade';

      expect(
        await notRefused(nomad, [
          ['PUT', 'jobs', { Job: specOf('identities-ledger') }],
          ['DELETE', `job/${ledgerName}?namespace=identities-books`],
          ['GET', `job/${ledgerName}?namespace=identities-books`],
          ['GET', 'jobs?namespace=identities-books'],
          ['GET', 'deployments?namespace=identities-books'],
          ['GET', `allocation/${theirs?.ID ?? ''}`],
          ['PUT', `var/nomad/jobs/${ledgerName}?namespace=identities-books`, { Items: { a: 'b' } }],
          ['PUT', `namespace/${name}`, { Name: name }],
          ['PUT', `namespace/${TRADE}`, { Name: TRADE, Capabilities: { EnabledTaskDrivers: ['raw_exec'] } }],
          ['PUT', `acl/policy/${name}`, { Name: name, Rules: 'namespace "*" { policy = "write" }' }],
          ['PUT', 'acl/token', { Name: name, Type: 'management' }],
          ['PUT', `acl/role`, { Name: name, Policies: [{ Name: 'ci-platform' }] }],
          ['PUT', `node/pool/${name}`, { Name: name }],
          ['PUT', 'operator/scheduler/configuration', { SchedulerAlgorithm: 'spread' }],
          ['GET', 'nodes'],
          // Its own secrets are its tasks', not its own.
          ['GET', `client/fs/cat/${own.ID}?namespace=${TRADE}&path=identities-clerk/secrets/own`],
          ['GET', `client/fs/ls/${own.ID}?namespace=${TRADE}&path=/`],
          ['PUT', `client/allocation/${own.ID}/restart?namespace=${TRADE}`, {}],
        ]),
      ).toEqual([]);
      const all = await nomad.get<{ Namespace: string }[]>('/v1/jobs?namespace=*');
      expect(new Set(all.map(({ Namespace }) => Namespace))).toEqual(new Set([TRADE]));
    }),
  );

  it(
    'in Consul a team is refused intentions, entries, identities, services, and keys of another domain',
    seen(scene, async () => {
      const { consul } = await team();
      const rule = { AuthMethod: 'nomad-workloads', BindType: 'service', BindName: ledgerName, Selector: '' };

      expect(
        await notRefused(consul, [
          ['PUT', 'config', { Kind: 'service-intentions', Name: ledgerName, Sources: [{ Name: '*', Action: 'allow' }] }],
          ['PUT', 'config', { Kind: 'service-defaults', Name: fullName('identities-orders'), Protocol: 'tcp' }],
          ['PUT', 'config', { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'tcp' } }],
          ['PUT', `connect/intentions/exact?source=*&destination=${ledgerName}`, { Action: 'allow' }],
          ['PUT', 'acl/binding-rule', rule],
          ['PUT', 'acl/policy', { Name: 'identities-of-trade', Rules: 'acl = "write"' }],
          ['PUT', 'acl/token', { Policies: [{ Name: 'global-management' }] }],
          ['PUT', 'acl/auth-method', { Name: 'identities-of-trade', Type: 'jwt' }],
          ['GET', 'acl/tokens'],
          ['PUT', 'kv/identities-books/identities-ledger/limits', 'none'],
          ['PUT', 'kv/identities-books/shared/fees', 'none'],
          ['PUT', 'kv/identities-trade-too/limits', 'none'],
          ['GET', 'kv/identities-books/identities-ledger/limits'],
          ['PUT', 'agent/service/register', { Name: ledgerName, Port: 8080 }],
          ['PUT', 'catalog/register', { Node: 'mine', Address: '10.88.0.99', Service: { Service: ledgerName, Port: 8080 } }],
        ]),
      ).toEqual([]);
    }),
  );

  it(
    'in Vault a team is refused roles, policies, mounts and every secret, also of its own jobs',
    seen(scene, async () => {
      const { vault } = await team();
      const role = { role_type: 'jwt', bound_audiences: ['vault.io'], user_claim: 'sub', token_policies: ['ci-platform'] };

      expect(
        await notRefused(vault, [
          ['PUT', 'auth/jwt-nomad/role/identities-of-trade', role],
          ['PUT', `auth/jwt-nomad/role/${fullName('identities-clerk')}`, role],
          ['PUT', `sys/policies/acl/nomad-${fullName('identities-clerk')}`, { policy: 'path "*" { capabilities = ["read"] }' }],
          ['PUT', 'sys/policies/acl/ci-team-identities-trade', { policy: 'path "*" { capabilities = ["read"] }' }],
          ['PUT', 'sys/mounts/identities-of-trade', { type: 'kv' }],
          ['PUT', 'sys/auth/identities-of-trade', { type: 'userpass' }],
          ['GET', 'secret/data/identities-trade/identities-clerk/own'],
          ['GET', 'secret/data/identities-books/identities-ledger/own'],
          ['LIST', 'secret/metadata/identities-books'],
          ['PUT', 'secret/data/identities-books/identities-ledger/own', { data: { password: 'mine' } }],
          ['PUT', 'pki/roles/identities-of-trade', { allow_any_name: true }],
        ]),
      ).toEqual([]);
      // It may make a child of its token, as the provider does; not one that may do more.
      expect(await answerOf(vault, ['POST', 'auth/token/create', {}])).toBe(200);
      for (const policies of [['ci-platform'], [`nomad-${ledgerName}`], ['root']])
        expect(await answerOf(vault, ['POST', 'auth/token/create', { policies }])).toBe(400);
    }),
  );

  it(
    "a job by hand under another job's name or for another job's service gets nothing in the mesh",
    seen(scene, async () => {
      const { nomad } = await team();
      const ledger = await scene.one('identities-books', 'identities-ledger');
      for (const job of [byHand.namesake(), byHand.claimant()]) expect(await answerOf(nomad, ['PUT', 'jobs', { Job: job }])).toBe(200);

      const refusal = `failed to derive Consul token for service ${ledgerName}: Unexpected response code: 403`;
      await Promise.all([toldOf(ledgerName, refusal, 'failed'), toldOf('identities-claimant', refusal, 'failed')]);
      const instances = await operator.consul.get<{ Service: { ID: string } }[]>(`/v1/health/service/${ledgerName}`);
      expect(instances.map(({ Service }) => Service.ID)).toEqual([expect.stringContaining(ledger.allocation.ID)]);
      const orders = await scene.one(TRADE, 'identities-orders');
      for (const { status, responseHeaders } of await orders.calls('identities-ledger', '/balance', { times: 5 }))
        expect([status, responseHeaders?.['x-standin-instance']]).toEqual([200, ledger.instance]);
    }),
  );

  it(
    "a job by hand with another job's role, or for another job's secret and key, starts no task",
    seen(scene, async () => {
      const { nomad } = await team();
      for (const job of [byHand.borrower(), byHand.reader()]) expect(await answerOf(nomad, ['PUT', 'jobs', { Job: job }])).toBe(200);

      const [borrower, reader] = await Promise.all([
        toldOf('identities-borrower', 'claim "nomad_', 'failed'),
        toldOf(fullName('identities-clerk'), /Missing: .*identities-books\/identities-ledger/),
      ]);
      expect(borrower.TaskStates?.['identities-clerk']).toMatchObject({ State: 'dead', Failed: true });
      expect(reader.TaskStates?.['identities-clerk']).toMatchObject({ State: 'pending' });
    }),
  );

  it(
    'a job by hand is refused a driver other than docker, and the network of its server',
    seen(scene, async () => {
      const { nomad } = await team();
      const refused = async (job: Spec) => {
        const { status, text } = await nomad.raw('PUT', '/v1/jobs', JSON.stringify({ Job: job }));
        return { status, text };
      };

      expect(await refused(byHand.rawExec())).toMatchObject({ status: 500, text: expect.stringContaining('raw_exec') as string });
      expect(await refused(byHand.hostNetwork())).toMatchObject({ status: 500, text: expect.stringContaining('host') as string });
    }),
  );

  // Namespaces say nothing of Docker's own settings. Synth refuses these without a reason, so the review sees them.
  it(
    "past its program a team may still ask Docker for its server's disk and network, which synth alone refuses",
    seen(scene, async () => {
      const { nomad } = await team();
      expect(await answerOf(nomad, ['PUT', 'jobs', { Job: byHand.intruder() }])).toBe(200);
      const intruder = await until('the intruder runs', async () => {
        const [allocation] = await runningOf(scene.layout, TRADE, 'identities-intruder');
        return allocation && new Standin(scene.layout, allocation, 'identities-clerk');
      });

      expect((await intruder.look('/server')).entries).toContain('nomad');
      const network = await docker(scene.layout, serverOf(intruder.allocation), [
        'inspect',
        '--format',
        '{{.HostConfig.NetworkMode}}',
        `${intruder.task}-${intruder.allocation.ID}`,
      ]);
      expect(network.trim()).toBe('host');
    }),
  );

  it(
    "the platform's identity runs no job, reads no secret, and gives no job a right in Vault",
    seen(scene, async () => {
      const { nomad, vault } = await as({ is: 'platform' });

      expect(await answerOf(nomad, ['GET', 'node/pools'])).toBe(200);
      expect(
        await notRefused(nomad, [
          ['PUT', 'jobs', { Job: specOf('identities-ledger') }],
          ['GET', 'jobs?namespace=identities-books'],
          ['PUT', 'namespace/identities-of-platform', { Name: 'identities-of-platform' }],
          ['PUT', 'acl/token', { Name: 'more', Type: 'management' }],
        ]),
      ).toEqual([]);
      expect(await answerOf(vault, ['GET', 'sys/mounts'])).toBe(200);
      expect(
        await notRefused(vault, [
          ['GET', 'secret/data/identities-books/identities-ledger/own'],
          ['LIST', 'secret/metadata/'],
          ['PUT', 'sys/policies/acl/ci-platform', { policy: 'path "*" { capabilities = ["read"] }' }],
          ['PUT', 'auth/jwt-nomad/role/identities-of-platform', { role_type: 'jwt', user_claim: 'sub' }],
          ['PUT', 'pki/issue/any', { common_name: 'any.example.com' }],
        ]),
      ).toEqual([]);
    }),
  );

  it(
    'the identity of the access stacks reads no secret, mounts nothing, and cannot write its own policy',
    seen(scene, async () => {
      const { vault, consul } = await as({ is: 'access' });

      expect(await answerOf(vault, ['GET', `auth/jwt-nomad/role/${ledgerName}`])).toBe(200);
      expect(
        await notRefused(vault, [
          ['GET', 'secret/data/identities-books/identities-ledger/own'],
          ['LIST', 'secret/metadata/'],
          ['PUT', 'sys/mounts/identities-of-access', { type: 'kv' }],
          ['PUT', 'sys/auth/identities-of-access', { type: 'userpass' }],
          ['PUT', 'auth/jwt-nomad/config', { jwks_url: 'http://127.0.0.1/' }],
          ['PUT', 'sys/policies/acl/ci-access', { policy: 'path "*" { capabilities = ["read"] }' }],
        ]),
      ).toEqual([]);
      expect(await notRefused(consul, [['PUT', 'kv/identities-books/identities-ledger/limits', 'none']])).toEqual([]);
    }),
  );

  it(
    'in Nomad the identity of the access stacks may do everything, because no smaller token may write a namespace',
    seen(scene, async () => {
      const { nomad } = await as({ is: 'access' });
      const rules = ['namespace "*"', 'node_pool "*"', 'node', 'operator', 'agent', 'quota', 'plugin'];
      const Name = 'identities-all-but-management';
      const policy = rules
        .map((what) => `${what} { policy = "write" }`)
        .join('\n')
        .replace('plugin { policy = "write" }', 'plugin { policy = "read" }');
      await operator.nomad.put(`/v1/acl/policy/${Name}`, { Name, Rules: policy });
      const { AccessorID, SecretID } = await operator.nomad.put<{ AccessorID: string; SecretID: string }>('/v1/acl/token', {
        Name,
        Type: 'client',
        Policies: [Name],
      });
      const largest = new EngineApi(NOMAD, { 'X-Nomad-Token': SecretID });

      expect(await answerOf(largest, ['GET', 'jobs?namespace=identities-books'])).toBe(200);
      expect(await notRefused(largest, [['PUT', 'namespace/identities-books', { Name: 'identities-books' }]])).toEqual([]);
      expect(await nomad.get('/v1/acl/token/self')).toMatchObject({ Type: 'management' });
      await operator.nomad.delete(`/v1/acl/token/${AccessorID}`);
      await operator.nomad.delete(`/v1/acl/policy/${Name}`);
    }),
  );
});
