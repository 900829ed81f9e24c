import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiWay } from './api-way';
import { stackOf, type Stack } from './synthesized';

/** A Vault that knows policies, and can be told to refuse one or to hang up after it has taken one. */
class PolicyServer {
  readonly policies = new Map<string, string>();
  refuses: string | undefined;
  hangsUpAfter: string | undefined;
  readonly #server: Server = createServer((request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = (status: number, content?: object) => response.writeHead(status).end(content && JSON.stringify(content));
      if (request.headers['x-vault-token'] !== 'team') return answer(403, { errors: ['permission denied'] });
      if (request.method === 'GET') {
        const policy = this.policies.get(name);
        return policy === undefined ? answer(404) : answer(200, { data: { policy } });
      }
      if (name === this.refuses) return answer(400, { errors: ['refused'] });
      if (request.method === 'DELETE') this.policies.delete(name);
      else this.policies.set(name, JSON.parse(body).policy);
      return name === this.hangsUpAfter ? request.socket.destroy() : answer(204);
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const tokens = { vault: 'team' };
const silently = () => undefined;
let vault: PolicyServer;
let address: string;
let stateFolder: string;
let way: ApiWay;

beforeEach(async () => {
  vault = new PolicyServer();
  address = await vault.start();
  stateFolder = mkdtempSync(join(tmpdir(), 'kumiki-api-way-'));
  way = new ApiWay({ stateFolder });
});
afterEach(async () => {
  await vault.stop();
  rmSync(stateFolder, { recursive: true });
});

/** A stack of policies: their names, their texts, and optionally what they depend on. */
function policies(texts: Readonly<Record<string, string>>, dependsOn: Readonly<Record<string, string>> = {}): Stack {
  const named = Object.entries(texts).map(([name, policy]) => {
    const before = dependsOn[name] === undefined ? {} : { depends_on: [`vault_policy.${dependsOn[name]}`] };
    return [name, { name, policy, ...before }];
  });
  const json = { provider: { vault: [{ address }] }, resource: { vault_policy: Object.fromEntries(named) } };
  return stackOf({ name: 'fx', dependencies: [], folder: '/nowhere' }, json);
}

const planned = async (stack: Stack) => (await way.plan(stack, tokens)).map(({ address: at, action }) => `${action} ${at}`);

test('what is applied shows no changes, and is gone after destroy', async () => {
  const stack = policies({ a: 'A', b: 'B' });
  await way.apply(stack, tokens, silently);
  expect(Object.fromEntries(vault.policies)).toEqual({ a: 'A', b: 'B' });
  expect(await planned(stack)).toEqual([]);
  await way.destroy(stack, tokens, silently);
  expect(vault.policies.size).toBe(0);
});

test('what has left the program goes, what somebody has changed is set right, what somebody has removed comes back', async () => {
  await way.apply(policies({ a: 'A', b: 'B', c: 'C' }), tokens, silently);
  vault.policies.set('b', 'drifted');
  vault.policies.delete('c');
  const next = policies({ b: 'B', c: 'C' });
  expect(await planned(next)).toEqual(['update vault_policy.b', 'create vault_policy.c', 'delete vault_policy.a']);
  await way.apply(next, tokens, silently);
  expect(Object.fromEntries(vault.policies)).toEqual({ b: 'B', c: 'C' });
});

test('another name is another resource', async () => {
  await way.apply(policies({ a: 'A' }), tokens, silently);
  const renamed = policies({ a: 'A' });
  const stack = { ...renamed, resources: renamed.resources.map((one) => ({ ...one, arguments: { ...one.arguments, name: 'z' } })) };
  expect(await planned(stack)).toEqual(['replace vault_policy.a']);
  await way.apply(stack, tokens, silently);
  expect([...vault.policies.keys()]).toEqual(['z']);
});

test('one error names all that failed and all that waited for it; the others are applied', async () => {
  vault.refuses = 'a';
  const stack = policies({ a: 'A', b: 'B', c: 'C', d: 'D' }, { b: 'a', d: 'c' });
  await expect(way.apply(stack, tokens, silently)).rejects.toThrow(
    /^fx: 2 resources failed\nvault_policy\.a: PUT .* answered 400: .*refused.*\nvault_policy\.b: not begun: what it depends on failed$/,
  );
  expect([...vault.policies.keys()]).toEqual(['c', 'd']);
  vault.refuses = undefined;
  await way.apply(stack, tokens, silently);
  expect(await planned(stack)).toEqual([]);
});

test('an apply that broke off after the engine had taken the resource is repeated without harm', async () => {
  vault.hangsUpAfter = 'a';
  const stack = policies({ a: 'A' });
  await expect(way.apply(stack, tokens, silently)).rejects.toThrow('vault_policy.a: fetch failed');
  vault.hangsUpAfter = undefined;
  expect(await planned(stack)).toEqual(['create vault_policy.a']);
  await way.apply(stack, tokens, silently);
  expect(await planned(stack)).toEqual([]);
});

test('destroy also removes what a broken apply may have made', async () => {
  vault.hangsUpAfter = 'a';
  await expect(way.apply(policies({ a: 'A' }), tokens, silently)).rejects.toThrow();
  vault.hangsUpAfter = undefined;
  await way.destroy(policies({ a: 'A' }), tokens, silently);
  expect(vault.policies.size).toBe(0);
});

test('every request carries the token it was given', async () => {
  await expect(way.apply(policies({ a: 'A' }), {}, silently)).rejects.toThrow('permission denied');
});
