import Module, { createRequire } from 'node:module';

/**
 * cdktf loads these two with their 300 modules in every process: one to pack assets, one to look at the version of a
 * Terraform command. Hardly any program does either, and waiting for the first use saves a third of cdktf's start: 60 ms
 * and 7 MB of every synth. Where cdktf is loaded before kumiki, or not by Node's own loader, all is as it was.
 */
const RARELY_USED = ['archiver', 'semver'];

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

const loader = Module as unknown as { _load?: Load };
const load = loader._load;

if (load === undefined) requireCdktf();
else {
  loader._load = function (request, ...rest) {
    return RARELY_USED.includes(request) ? onFirstUse(() => load.call(this, request, ...rest)) : load.call(this, request, ...rest);
  };
  try {
    requireCdktf();
  } finally {
    loader._load = load;
  }
}

function requireCdktf(): void {
  createRequire(__filename)('cdktf');
}

/** Stands for the exports of a module: a function or an object. */
function onFirstUse(loadNow: () => unknown): unknown {
  let loaded: object | undefined;
  const exported = (): object => (loaded ??= loadNow() as object);
  return new Proxy(() => undefined, {
    apply: (_, self, args) => Reflect.apply(exported() as () => unknown, self, args) as unknown,
    get: (_, key) => Reflect.get(exported(), key) as unknown,
    has: (_, key) => Reflect.has(exported(), key),
  });
}
