import { DomainStack, Duration, JobPath, OnChange, VaultSecret, Worker } from 'kumiki';
import type { App } from 'cdktf';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { command, docker, runningOf, serverOf, type Allocation } from '../allocations';
import { EngineApi } from '../engine-api';
import { tokensFor } from '../identities';
import { VAULT } from '../layout';
import { filesWith, placesOn, placesOnServers } from '../places';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { onServer } from '../servers/server';
import { Standin } from '../standin';
import { until } from '../until';

/** A KV engine of version 1 says how long a value is good for: the same template is asked again sooner than in 5 minutes. */
const VOLATILE = 'secrets-volatile';
const SESSION = `/v1/${VOLATILE}/data/secrets-books/shared/session`;
const OLD_SESSION = 'session-key-of-the-morning';
const NEW_SESSION = 'session-key-of-the-evening';

const reader = fullName('secrets-reader');
const scene = new SceneProgram('secrets');
const { consul, nomad, vault } = asOperator(scene.layout);

/** The identity that Nomad shows to Vault for a task, where the task itself can read it. */
const ownIdentity = [{ Name: 'vault_default', Audience: ['vault.io'], TTL: Duration.hours(1), File: true }];

function program(app: App): void {
  const books = new DomainStack(app, 'secrets-books', { owner: 'books' });
  const trade = new DomainStack(app, 'secrets-trade', { owner: 'trade' });
  const worker = (domain: DomainStack, id: string) => new Worker(domain, id, { ...small, image: image('standin') });
  for (const [domain, id] of [
    [books, 'secrets-reader'],
    [books, 'secrets-neighbour'],
    [trade, 'secrets-stranger'],
  ] as const) {
    const made = worker(domain, id);
    made.addSecretFile(VaultSecret.kv('ledger'), { file: 'ledger.pass', fields: ['password'], onChange: OnChange.ignore() });
    made.addSecretEnv(VaultSecret.kv('partner'), { PARTNER_KEY: 'key' }, { onChange: OnChange.ignore() });
    made.addSecretEnv(VaultSecret.database(id), { DB_USER: 'username', DB_PASSWORD: 'password' }, { onChange: OnChange.ignore() });
    const reason = 'the scene asks what an identity may do';
    made.job.override(JobPath.task(id).field('Identities'), ownIdentity, { reason });
  }
  const session = VaultSecret.sharedKv('session', { mount: VOLATILE });
  const withSession = (id: string, onChange: OnChange) =>
    worker(books, id).addSecretFile(session, { file: 'session.key', fields: ['key'], onChange });
  withSession('secrets-signal', OnChange.signal('SIGHUP'));
  withSession('secrets-restart', OnChange.restart({ splay: Duration.seconds(1) }));
  withSession('secrets-ignore', OnChange.ignore());
}

/** A job of another team that calls itself as the reader does. */
const namesake = {
  ID: reader,
  Name: reader,
  Namespace: 'secrets-trade',
  Type: 'service',
  NodePool: 'general',
  TaskGroups: [
    {
      Name: 'main',
      Networks: [{ Mode: 'bridge' }],
      Tasks: [
        {
          Name: 'main',
          Driver: 'docker',
          Config: { image: 'local/standin:1' },
          Resources: { CPU: 20, MemoryMB: 64 },
          Identities: ownIdentity.map((identity) => ({ ...identity, TTL: 3_600_000_000_000 })),
        },
      ],
    },
  ],
};

const setSession = (key: string) => vault.put(SESSION, { data: { key }, ttl: '8s' });

/** What a task with its session did before it was changed. */
const allocationOf = async (id: string): Promise<Allocation> => (await scene.one('secrets-books', id)).allocation;

const identityOf = async (standin: Standin): Promise<string> => (await standin.look('/secrets/nomad_vault_default.jwt')).text ?? '';

const logIn = async (role: string, jwt: string) => {
  const { status, text } = await new EngineApi(VAULT).raw('POST', '/v1/auth/jwt-nomad/login', JSON.stringify({ role, jwt }));
  const { auth, errors } = JSON.parse(text) as { auth?: { client_token: string } | null; errors?: string[] };
  return { status, token: auth?.client_token ?? '', errors: (errors ?? []).join('\n') };
};

/** Values of the reader, as Vault and the task have them. */
async function valuesOf(standin: Standin) {
  const ledger = await vault.get<{ data: { data: { password: string } } }>('/v1/secret/data/secrets-books/secrets-reader/ledger');
  const partner = await vault.get<{ data: { data: { key: string } } }>('/v1/secret/data/secrets-books/secrets-reader/partner');
  const { DB_PASSWORD = '' } = await standin.env();
  return { inFile: ledger.data.data.password, inEnvironment: partner.data.data.key, ofDatabase: DB_PASSWORD };
}

beforeAll(async () => {
  if ((await vault.raw('GET', `/v1/sys/mounts/${VOLATILE}`)).status !== 200)
    await vault.post(`/v1/sys/mounts/${VOLATILE}`, { type: 'kv', options: { version: '1' } });
  await setSession(OLD_SESSION);
  // Values of this run: an allocation keeps its secrets folder, in memory, until Nomad forgets it.
  const mine = '/v1/secret/data/secrets-books/secrets-reader';
  await vault.post(`${mine}/ledger`, { data: { password: randomBytes(12).toString('hex') } });
  await vault.post(`${mine}/partner`, { data: { key: randomBytes(12).toString('hex') } });
  await scene.deploy(program);
  const team = await tokensFor(scene.layout, { is: 'team', domain: 'secrets-trade' });
  await new EngineApi(nomad.base, { 'X-Nomad-Token': team.nomad }).put('/v1/jobs', { Job: namesake });
});

afterAll(async () => {
  await nomad.delete(`/v1/job/${reader}?namespace=secrets-trade&purge=true`);
  await scene.destroy();
  await vault.delete(`/v1/sys/mounts/${VOLATILE}`);
});

describe('secrets', () => {
  it(
    'a job reads its own secret from a file that only its own user can read, and that user is not root',
    seen(scene, async () => {
      const standin = await scene.one('secrets-books', 'secrets-reader');
      const { inFile } = await valuesOf(standin);
      const { allocation, task } = standin;
      const asUser = (user: string) =>
        docker(scene.layout, serverOf(allocation), ['exec', '--user', user, `${task}-${allocation.ID}`, 'cat', '/secrets/ledger.pass']);

      expect(await standin.look('/secrets/ledger.pass')).toMatchObject({ mode: '0400', uid: 10001, gid: 10001, text: `${inFile}\n` });
      expect(await asUser('10001:10001')).toBe(`${inFile}\n`);
      await expect(asUser('10002:10001')).rejects.toThrow('Permission denied');
    }),
  );

  it(
    'a job reads its own secret and its database credentials from its environment',
    seen(scene, async () => {
      const standin = await scene.one('secrets-books', 'secrets-reader');
      const { inEnvironment } = await valuesOf(standin);
      const env = await standin.env();

      expect(env['PARTNER_KEY']).toBe(inEnvironment);
      expect(env['DB_USER']).toMatch(/secrets-reader/i);
      expect(env).not.toHaveProperty('VAULT_TOKEN');
    }),
  );

  it(
    'with its own identity a job reads its own secrets, and no other job, no other namespace, no list',
    seen(scene, async () => {
      const { status, token } = await logIn(reader, await identityOf(await scene.one('secrets-books', 'secrets-reader')));
      expect(status).toBe(200);
      const as = new EngineApi(VAULT, { 'X-Vault-Token': token });
      const answer = async (method: string, path: string, body?: string) => (await as.raw(method, `/v1/${path}`, body)).status;

      expect(await answer('GET', 'secret/data/secrets-books/secrets-reader/ledger')).toBe(200);
      expect(await answer('GET', 'database/creds/secrets-reader')).toBe(200);
      const refused: readonly (readonly [string, string, string?])[] = [
        ['GET', 'secret/data/secrets-books/secrets-neighbour/ledger'],
        ['GET', 'secret/data/secrets-trade/secrets-stranger/ledger'],
        ['GET', 'secret/data/secrets-books/shared/ledger'],
        ['GET', `${VOLATILE}/data/secrets-books/shared/session`],
        ['GET', 'database/creds/secrets-neighbour'],
        ['GET', 'secret/metadata/secrets-books/secrets-reader/ledger'],
        ['LIST', 'secret/metadata/'],
        ['LIST', 'secret/metadata/secrets-books/secrets-reader'],
        ['PUT', 'secret/data/secrets-books/secrets-reader/ledger', '{"data":{"password":"mine"}}'],
        ['DELETE', 'secret/data/secrets-books/secrets-reader/ledger'],
        ['GET', 'sys/policies/acl/nomad-scene-secrets-reader'],
        ['GET', 'auth/jwt-nomad/role/scene-secrets-reader'],
        ['POST', 'auth/token/create', '{}'],
      ];
      for (const [method, path, body] of refused)
        expect({ method, path, status: await answer(method, path, body) }).toEqual({ method, path, status: 403 });
    }),
  );

  it(
    'another job is refused the role, with a valid identity of the same namespace, of another, and of another for the same name',
    seen(scene, async () => {
      const neighbour = await identityOf(await scene.one('secrets-books', 'secrets-neighbour'));
      const stranger = await identityOf(await scene.one('secrets-trade', 'secrets-stranger'));
      const same = await until('the job of the same name runs', async () => {
        const [allocation] = await runningOf(scene.layout, 'secrets-trade', reader);
        return allocation && new Standin(scene.layout, allocation, 'main');
      });

      expect(await logIn(fullName('secrets-neighbour'), neighbour)).toMatchObject({ status: 200 });
      expect(await logIn(fullName('secrets-stranger'), stranger)).toMatchObject({ status: 200 });
      const refusals = { neighbour: await logIn(reader, neighbour), stranger: await logIn(reader, stranger) };
      expect(refusals.neighbour).toMatchObject({ status: 400, errors: expect.stringContaining('"nomad_job_id"') as string });
      expect(refusals.stranger).toMatchObject({ status: 400, errors: expect.stringContaining('claim') as string });
      expect(await logIn(reader, await identityOf(same))).toMatchObject({
        status: 400,
        errors: expect.stringContaining('"nomad_namespace"') as string,
      });
    }),
  );

  it(
    'a rotated secret reaches each task as it was declared: by restart, by signal, or as a file alone',
    seen(scene, async () => {
      const before = {
        signal: await allocationOf('secrets-signal'),
        restart: await allocationOf('secrets-restart'),
        ignore: await allocationOf('secrets-ignore'),
      };
      const now = (id: string) => scene.one('secrets-books', id);
      const session = async (id: string) => (await (await now(id)).look('/secrets/session.key')).text;
      for (const id of ['secrets-signal', 'secrets-restart', 'secrets-ignore']) expect(await session(id)).toBe(`${OLD_SESSION}\n`);
      await setSession(NEW_SESSION);

      await Promise.all(
        ['secrets-signal', 'secrets-restart', 'secrets-ignore'].map((id) =>
          until(`${id} has the new value`, async () => (await session(id)) === `${NEW_SESSION}\n`),
        ),
      );
      const events = async (id: string) => (await (await now(id)).events()).map(({ what }) => what);
      await until('the signal has arrived', async () => (await events('secrets-signal')).includes('SIGHUP'));
      const restarts = async (id: string) => (await now(id)).allocation.TaskStates?.[id]?.Restarts;
      await until('the task was restarted', async () => (await restarts('secrets-restart')) === 1);

      expect(await restarts('secrets-signal')).toBe(0);
      expect(await restarts('secrets-ignore')).toBe(0);
      expect(await events('secrets-signal')).toEqual(['SIGHUP']);
      expect(await events('secrets-ignore')).toEqual([]);
      expect(await events('secrets-restart')).toEqual([]);
      for (const [kind, { ID }] of Object.entries(before)) expect((await now(`secrets-${kind}`)).allocation.ID).toBe(ID);
    }),
  );

  it(
    'no value stands in what is synthesized, in state, plan, job or key, in the data of an engine, or in a log',
    seen(scene, async () => {
      const standin = await scene.one('secrets-books', 'secrets-reader');
      const values = [...Object.values(await valuesOf(standin)), OLD_SESSION, NEW_SESSION];
      const { folder } = scene.layout;
      const kept = [scene.output, ...['state', 'data', 'logs', 'settings'].map((name) => join(folder, name))];
      // The same search finds what a job says of its secrets: its paths.
      const paths = await filesWith('secret/data/secrets-books/secrets-reader/ledger', kept);
      for (const place of ['stacks/secrets-books/', 'state/secrets-books', 'data/nomad/server/raft/raft.db'])
        expect(paths).toContainEqual(expect.stringContaining(place));
      for (const value of values) expect({ value, places: await filesWith(value, kept) }).toEqual({ value, places: [] });

      const job = `/v1/job/${reader}`;
      const submitted = await nomad.get<object>(`${job}?namespace=secrets-books`);
      const [stacks, told] = [
        await scene.unsettled(),
        await Promise.all([
          nomad.raw('GET', `${job}?namespace=secrets-books`),
          nomad.raw('GET', `${job}/versions?namespace=secrets-books`),
          nomad.raw('GET', `${job}/submission?namespace=secrets-books&version=0`),
          nomad.raw('POST', `${job}/plan?namespace=secrets-books`, JSON.stringify({ Job: submitted, Diff: true })),
          nomad.raw('GET', `/v1/allocation/${standin.allocation.ID}`),
          nomad.raw('GET', '/v1/vars?namespace=*'),
          consul.raw('GET', '/v1/kv/?recurse=true&raw=true'),
          consul.raw('GET', '/v1/kv/?recurse=true'),
        ]),
      ];
      expect(stacks).toEqual([]);
      const everything = told.map(({ text }) => text).join('\n');
      expect(everything).toContain('secrets-reader/ledger');
      for (const value of values) {
        expect(everything).not.toContain(value);
        expect(everything).not.toContain(Buffer.from(value).toString('base64'));
      }
    }),
  );

  it(
    'a secret in a file stands in the secrets folder of its own task alone',
    seen(scene, async () => {
      const { allocation, ...standin } = await scene.one('secrets-books', 'secrets-reader');
      const { inFile } = await valuesOf(await scene.one('secrets-books', 'secrets-reader'));

      expect(standin.task).toBe('secrets-reader');
      expect(await placesOnServers(scene.layout, inFile)).toEqual([
        `${allocation.NodeName}:/var/lib/nomad/alloc/${allocation.ID}/secrets-reader/secrets/ledger.pass`,
      ]);
    }),
  );

  it(
    "a secret in the environment also stands where its server's engines remember the task, which root alone can read",
    seen(scene, async () => {
      const standin = await scene.one('secrets-books', 'secrets-reader');
      const { allocation, task } = standin;
      const { layout } = scene;
      const server = serverOf(allocation);
      const { inEnvironment } = await valuesOf(standin);
      const container = (await docker(layout, server, ['inspect', '--format', '{{.Id}}', `${task}-${allocation.ID}`])).trim();

      const places = await placesOn(layout, server, inEnvironment);
      expect([...places].sort()).toEqual([
        `/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/${container}/config.json`,
        `/var/lib/docker/containers/${container}/config.v2.json`,
        `/var/lib/nomad/alloc/${allocation.ID}/${task}/secrets/env/secret/data/secrets-books/secrets-reader/partner.env`,
        '/var/lib/nomad/client/state.db',
      ]);
      expect(await placesOnServers(layout, inEnvironment)).toHaveLength(places.length);
      for (const place of places) {
        const asApplication = ['setpriv', '--reuid', '10001', '--regid', '10001', '--clear-groups', 'cat', place];
        await expect(command(onServer(layout, server, asApplication))).rejects.toThrow('Permission denied');
      }
    }),
  );
});
