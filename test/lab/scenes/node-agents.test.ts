import { DomainStack, Environment, HttpRule, NodeAgent, Port, SecuritiesService } from 'kumiki';
import type { App } from 'cdktf';
import { pools } from '../../../stacks/platform';
import { docker, serverOf } from '../allocations';
import { SERVERS } from '../layout';
import { image, SceneProgram, seen, small } from '../scene-program';
import type { Standin } from '../standin';

const DOMAIN = 'agents-operations';
const DIRECTORY = '/var/lib/nomad/alloc';

function program(app: App): void {
  const domain = new DomainStack(app, DOMAIN, { owner: 'operations' });
  const store = new SecuritiesService(domain, 'agents-store', { ...small, port: Port.http(8080), image: image('standin') });
  store.addConfigFile('notes.txt', 'what another job keeps');

  const shipper = new NodeAgent(domain, 'agents-shipper', { ...small, image: image('agent') });
  shipper.connectTo(store, { allow: [HttpRule.post('/api/v1/write')] });
  shipper.readAllocationDirectory({
    directory: DIRECTORY,
    target: '/allocations',
    reason: 'the scene shows what an agent that declares it can read',
  });

  // Says nothing of the files of its server.
  new NodeAgent(domain, 'agents-line-meter', { ...small, image: image('agent'), pool: pools(Environment.of('lab')).lines });
}

const scene = new SceneProgram('agents');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

const shippers = () => scene.all(DOMAIN, 'agents-shipper');
const meter = () => scene.one(DOMAIN, 'agents-line-meter');
const serverNames = (agents: readonly Standin[]) => agents.map(({ allocation }) => allocation.NodeName).sort();
const mountsOf = async ({ allocation, task }: Standin) =>
  JSON.parse(
    await docker(scene.layout, serverOf(allocation), ['inspect', '--format', '{{json .Mounts}}', `${task}-${allocation.ID}`]),
  ) as readonly { readonly Source: string; readonly Destination: string; readonly RW: boolean }[];

describe('node agents: one per node, reading what they declared', () => {
  it(
    'one runs on every server, or on those of its pool alone',
    seen(scene, async () => {
      expect(serverNames(await shippers())).toEqual(SERVERS.map(({ name }) => name).sort());
      expect(serverNames([await meter()])).toEqual(SERVERS.filter(({ pool }) => pool === 'lines').map(({ name }) => name));
    }),
  );

  it(
    'each calls its upstream from its own server, as it declared',
    seen(scene, async () => {
      const agents = await shippers();
      const write = async (agent: Standin) => agent.call('agents-store', '/api/v1/write', { method: 'POST' });

      expect((await Promise.all(agents.map(write))).map(({ status }) => status)).toEqual(agents.map(() => 200));
      expect((await (await scene.one(DOMAIN, 'agents-store')).counts())['POST /api/v1/write']).toBe(SERVERS.length);
      for (const agent of agents.slice(0, 1)) {
        expect(await agent.call('agents-store', '/api/v1/write')).toMatchObject({ status: 403 });
        expect(await agent.call('agents-store', '/api/v1/query', { method: 'POST' })).toMatchObject({ status: 403 });
      }
    }),
  );

  it(
    'one that declared it reads the allocation directory of its own server, and cannot write there',
    seen(scene, async () => {
      const { allocation } = await scene.one(DOMAIN, 'agents-store');
      const notes = `/allocations/${allocation.ID}/agents-store/local/notes.txt`;
      for (const agent of await shippers()) {
        const { text, error } = await agent.look(notes);
        const here = agent.allocation.NodeName === allocation.NodeName;
        expect(text).toBe(here ? 'what another job keeps' : undefined);
        expect(error?.includes('no such file') ?? false).toBe(!here);
        expect(await mountsOf(agent)).toContainEqual(
          expect.objectContaining({ Source: DIRECTORY, Destination: '/allocations', RW: false }),
        );
      }
    }),
  );

  it(
    'one that did not sees no files but its own, and is not root',
    seen(scene, async () => {
      const agent = await meter();
      for (const path of ['/allocations', DIRECTORY]) expect((await agent.look(path)).error).toContain('no such file');

      const own = `${DIRECTORY}/${agent.allocation.ID}/`;
      for (const { Source } of await mountsOf(agent)) expect(Source).toContain(own);
      const user = ['inspect', '--format', '{{.Config.User}}', `${agent.task}-${agent.allocation.ID}`];
      expect((await docker(scene.layout, serverOf(agent.allocation), user)).trim()).toBe('10001:10001');
    }),
  );
});
