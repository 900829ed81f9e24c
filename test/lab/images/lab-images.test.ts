import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Environment } from 'kumiki';
import { estate } from '../../../stacks/estate';
import { LAB_IMAGES } from './lab-images';
import { PROGRAMS } from './programs';

interface Job {
  readonly TaskGroups: readonly {
    readonly Services?: readonly {
      readonly Checks?: readonly { readonly Command?: string }[];
      readonly Connect?: { readonly SidecarService?: { readonly Proxy?: Proxy } };
    }[];
    readonly Tasks: readonly {
      readonly Config: { readonly image: string; readonly command?: string; readonly args?: readonly string[] };
    }[];
  }[];
}

interface Proxy {
  readonly LocalServicePort?: number;
  readonly Expose?: { readonly Paths: readonly { readonly LocalPathPort: number }[] };
}

describe("the lab's images and the lab's estate", () => {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-images-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  const app = new App({ outdir });
  estate(app, Environment.of('lab'));
  app.synth();
  const stacks = readdirSync(join(outdir, 'stacks'));
  const jobs: Job[] = stacks.flatMap((stack) => {
    const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    return Object.values(resource?.nomad_job ?? {}).map((job) => JSON.parse((job as { jobspec: string }).jobspec));
  });
  const groups = jobs.flatMap(({ TaskGroups }) => TaskGroups);

  it('have every image that a task runs', () => {
    const run = new Set(groups.flatMap(({ Tasks }) => Tasks.map(({ Config }) => Config.image)));
    expect([...run].filter((name) => !LAB_IMAGES.some((image) => image.name === name))).toEqual([]);
    expect(run.size).toBeGreaterThan(5);
  });

  it('have every program that a task or a check runs in a stand-in', () => {
    const checks = groups.flatMap(({ Services = [] }) => Services.flatMap(({ Checks = [] }) => Checks.map(({ Command }) => Command)));
    const tasks = groups.flatMap(({ Tasks }) => Tasks.flatMap(({ Config }) => [Config.command, ...(Config.args ?? [])]));
    const run = new Set([...checks, ...tasks].filter((text) => text?.startsWith('/')));
    expect([...run].filter((path) => !PROGRAMS.some((program) => `/${program.path}` === path))).toEqual([]);
    expect(run.size).toBe(PROGRAMS.length);
  });

  it('listen on every port that a sidecar passes requests to', () => {
    const proxies = groups.flatMap(({ Services = [] }) => Services.flatMap(({ Connect }) => Connect?.SidecarService?.Proxy ?? []));
    const asked = proxies.flatMap(({ LocalServicePort, Expose }) => [
      ...(LocalServicePort === undefined ? [] : [LocalServicePort]),
      ...(Expose?.Paths ?? []).map(({ LocalPathPort }) => LocalPathPort),
    ]);
    const listens = LAB_IMAGES.find(({ name }) => name === 'local/standin:1')?.env['STANDIN_IMAGE_LISTEN']?.split(',') ?? [];
    const ports = new Set(listens.map((listener) => Number(listener.split(':').at(-1))));
    expect([...new Set(asked)].filter((port) => !ports.has(port))).toEqual([]);
    expect(asked.length).toBeGreaterThan(90);
  });
});
