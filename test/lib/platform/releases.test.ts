import { backendBlock, Engines, releasesFromJson, releasesOf, StateBackend } from '../../../lib/platform';
import { ContainerImage } from '../../../lib/values';

const reference = `registry.internal/sec/orders@sha256:${'a'.repeat(64)}`;
const fileOf = (value: unknown) => releasesFromJson('releases/production.json', typeof value === 'string' ? value : JSON.stringify(value));

describe('a release file', () => {
  test('gives an image for each name', () => {
    const releases = fileOf({ images: { orders: reference } });
    expect(releases.findings).toEqual([]);
    expect([releases.source, releases.image('orders')?.reference, releases.image('orders')?.problem]).toEqual([
      'releases/production.json',
      reference,
      undefined,
    ]);
  });

  test.each(['ledger', 'toString', 'constructor', ''])('gives none for %j, which is not in it', (name) => {
    expect(fileOf({ images: { orders: reference } }).image(name)).toBeUndefined();
  });

  test('refuses tags, unless it says why there are some', () => {
    const tagged = { orders: 'registry.internal/sec/orders:1.2' };
    expect(fileOf({ images: tagged }).image('orders')?.problem?.code).toBe('IMAGE-NOT-PINNED');
    expect(fileOf({ images: tagged, tagsBecause: 'the lab builds from branches' }).image('orders')?.problem).toBeUndefined();
    expect(fileOf({ images: tagged, tagsBecause: 'lab' }).image('orders')?.problem?.code).toBe('VALUE-INVALID');
  });

  test.each([
    ['is no object', '[]', 'the release file is not an object', '[]'],
    ['is null', 'null', 'the release file is not an object', 'null'],
    ['has no images', {}, 'images is not an object', undefined],
    ['has a list of images', { images: ['a'] }, 'images is not an object', '["a"]'],
    ['has a number for an image', { images: { orders: 5 } }, 'the image of orders is not text', '5'],
    ['has a number for a reason', { images: {}, tagsBecause: 5 }, 'tagsBecause is not text', '5'],
  ])('that %s says so', (_what, content, message, value) => {
    const releases = fileOf(content);
    expect(releases.findings).toEqual([
      {
        code: 'RELEASE-FILE',
        at: 'releases/production.json',
        message,
        ...(value === undefined ? {} : { value }),
        fix: 'write { "images": { "<service>": "<registry>/<name>@sha256:…" } }',
      },
    ]);
    expect(releases.image('orders')).toBeUndefined();
  });

  test('that is no JSON says where', () => {
    expect(fileOf('{ "images": ').findings).toMatchObject([
      { code: 'RELEASE-FILE', at: 'releases/production.json', message: expect.stringMatching(/^the release file is not JSON: ./) },
    ]);
  });

  test('may stand in the program', () => {
    const image = ContainerImage.of(reference);
    expect([releasesOf({ orders: image }).image('orders'), releasesOf({ orders: image }).image('constructor')]).toEqual([image, undefined]);
  });
});

describe('a state backend keeps each stack under a key of its own', () => {
  test.each([
    [
      'local files elsewhere',
      StateBackend.local({ directory: '/srv/state' }),
      { local: { path: '/srv/state/production/trading.tfstate' } },
    ],
    ['local files', StateBackend.local(), { local: { path: '../../../.terraform-state/production/trading.tfstate' } }],
    ['a folder', StateBackend.local({ directory: '/var/state' }), { local: { path: '/var/state/production/trading.tfstate' } }],
    [
      'S3',
      StateBackend.s3({ bucket: 'sec-terraform', region: 'ap-northeast-1' }),
      {
        s3: { bucket: 'sec-terraform', encrypt: true, key: 'production/trading.tfstate', region: 'ap-northeast-1', use_lockfile: true },
      },
    ],
    [
      'a store that speaks S3',
      StateBackend.s3({ bucket: 'sec-terraform', region: 'x', endpoint: 'https://s3.internal' }),
      {
        s3: {
          bucket: 'sec-terraform',
          encrypt: true,
          endpoints: { s3: 'https://s3.internal' },
          key: 'production/trading.tfstate',
          region: 'x',
          use_lockfile: true,
          use_path_style: true,
        },
      },
    ],
    ['PostgreSQL', StateBackend.postgres({ schemaPrefix: 'terraform' }), { pg: { schema_name: 'terraform_production_trading' } }],
    [
      'Consul',
      StateBackend.consul({ address: 'consul.internal:8501', pathPrefix: 'terraform' }),
      { consul: { address: 'consul.internal:8501', gzip: true, lock: true, path: 'terraform/production/trading', scheme: 'https' } },
    ],
    [
      'HTTP',
      StateBackend.http({ address: 'https://state.internal' }),
      {
        http: {
          address: 'https://state.internal/production/trading',
          lock_address: 'https://state.internal/production/trading/lock',
          lock_method: 'POST',
          unlock_address: 'https://state.internal/production/trading/lock',
          unlock_method: 'DELETE',
        },
      },
    ],
    [
      'another one',
      StateBackend.custom('gcs', (key) => ({ bucket: 'b', prefix: key })),
      { gcs: { bucket: 'b', prefix: 'production/trading' } },
    ],
  ])('in %s', (_what, backend, block) => {
    expect(backendBlock(backend, 'production/trading')).toEqual(block);
  });
});

describe('Engines', () => {
  test('are those kumiki is tested against, or others by name', () => {
    expect(Engines.tested().versions).toMatchObject({
      nomad: '1.11.3',
      consul: '1.22.7',
      vault: '1.21.0',
      envoy: '1.36.4',
      edition: 'community',
    });
    expect(Engines.of({ nomad: '1.10.5' }).versions).toEqual({ ...Engines.tested().versions, nomad: '1.10.5' });
    expect(Engines.of({ edition: 'enterprise' }).problem).toBeUndefined();
  });

  test.each([
    [Engines.of({ nomad: '1.11' }), 'engines.nomad', 'a version is written with three numbers', '"1.11"'],
    [Engines.of({ consul: 'latest' }), 'engines.consul', 'a version is written with three numbers', '"latest"'],
    [Engines.of({ edition: 'pro' as 'community' }), 'engines.edition', 'there are two editions', '"pro"'],
  ])('of which a wrong one is remembered', (engines, at, message, value) => {
    expect(engines.problem).toMatchObject({ code: 'VALUE-INVALID', at, message, value });
  });
});
