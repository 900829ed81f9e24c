import fc from 'fast-check';
import type { App } from 'cdktf';
import { DomainStack, Port, SecuritiesService } from 'kumiki';
import { ANYBODY } from '../../../../lib/consul';
import { anyEntries, anyRequest } from '../../../support/random-intentions';
import { aboutPair, each, LiveIntentions, requestText, SEED } from '../../live-intentions';
import { fullName, image, SceneProgram, seen, small } from '../../scene-program';
import { asOperator } from '../../servers/engines-up';

// Alone, because every sidecar of the lab gets intentions for every destination.

const scene = new SceneProgram('everywhere');
const SHOP = fullName('everywhere-shop');
const live = new LiveIntentions(asOperator(scene.layout).consul);

function program(app: App): void {
  const domain = new DomainStack(app, 'everywhere', { owner: 'everywhere' });
  new SecuritiesService(domain, 'everywhere-shop', { ...small, port: Port.http(8080), image: image('standin') });
}

beforeAll(() => scene.deploy(program));
afterAll(async () => {
  await live.close();
  await scene.destroy();
});

describe('intentions for every destination', () => {
  it(
    'decide beside those of a destination as the evaluator says, in 240 requests under 6 sets of both',
    seen(scene, async () => {
      const names = ['agreement-a', 'agreement-b', 'agreement-c'];
      const drawn = fc.sample(anyEntries({ destinations: [{ name: SHOP, http: true }], sources: names, everywhere: names }), {
        numRuns: 6,
        seed: SEED,
      });
      const question = fc.tuple(fc.constantFrom(...names, 'agreement-stranger'), anyRequest);
      const wrong: string[] = [];
      for (const [round, entries] of drawn.entries()) {
        const evaluator = await live.apply(SHOP, entries);
        await each(
          fc.sample(question, { numRuns: 40, seed: SEED + round }),
          async ([from, request]) => {
            const status = await live.ask(from, SHOP, request);
            const verdict = evaluator.permits(from, SHOP, request);
            if (status !== (verdict === 'allow' ? 200 : 403))
              wrong.push(`${requestText(request)} was answered ${String(status)}, and is ${verdict} by ${aboutPair(entries, from, SHOP)}`);
          },
          8,
        );
        // Those for every destination stay until others are written.
        await live.close();
      }

      expect({ seed: SEED, wrong: wrong.slice(0, 5) }).toEqual({ seed: SEED, wrong: [] });
    }),
  );

  it(
    'let a caller in where a destination says that nobody may, whatever Consul answers',
    seen(scene, async () => {
      const evaluator = await live.apply(SHOP, {
        [SHOP]: [{ Name: ANYBODY, Action: 'deny' }],
        [ANYBODY]: [{ Name: 'agreement-a', Action: 'allow' }],
      });

      expect([await live.check('agreement-a', SHOP), evaluator.check('agreement-a', SHOP)]).toEqual([false, false]);
      expect(await live.ask('agreement-a', SHOP, { method: 'GET', path: '/' })).toBe(200);
      expect(evaluator.decide('agreement-a', SHOP)).toBe('allow');
    }),
  );
});
