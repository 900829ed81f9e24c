import { Duration } from '../../values';
import type { JobRule, Say } from '../rule';

type Config = Readonly<Record<string, unknown>>;

/** A value of the right type that its driver refuses. */
export const configValue: JobRule<'task'> = {
  code: 'NOMAD-CONFIG-VALUE',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The servers register the job; every start of the task fails on its client.',
  source: 'Nomad 1.11.3, drivers/docker/driver.go and config.go, drivers/exec/driver.go, drivers/java/driver.go (validate)',
  sidecars: true,
  check({ task }, say) {
    const { Driver: driver, Config: config } = task;
    if (config === undefined) return;
    if (driver === 'docker') checkDocker(config, say);
    if (driver === 'exec' || driver === 'java') {
      for (const key of ['pid_mode', 'ipc_mode']) among(config, key, ['private', 'host'], say);
    }
    if (driver === 'exec' || driver === 'java' || driver === 'raw_exec') checkFolder(config, say);
  },
  trips: { Config: { image_pull_timeout: '5 minutes' } },
  passes: { Config: { image_pull_timeout: '5m' } },
};

function checkDocker(config: Config, say: Say): void {
  const timeout = text(config, 'image_pull_timeout');
  if (timeout !== undefined && Duration.parse(timeout).problem !== undefined)
    say('Config.image_pull_timeout', {
      message: 'the driver cannot read this length of time',
      value: timeout,
      limit: 'a number with a unit',
      fix: "write for instance '5m'",
    });
  among(config, 'isolation', ['default', 'hyperv', 'process'], say);
  list(config, 'ulimit').forEach((limits, index) => {
    for (const name in limits) {
      const value = limits[name];
      if (typeof value !== 'string' || value.includes('${') || /^-?\d+(?::-?\d+)?$/.test(value)) continue;
      say(`Config.ulimit[${String(index)}].${name}`, {
        message: 'the driver cannot read this limit',
        value,
        limit: 'soft:hard, or one number',
        fix: "write for instance '65536:65536'",
      });
    }
  });
  for (const key of ['mount', 'mounts']) {
    list(config, key).forEach((mount, index) => {
      const { type, source } = mount;
      const at = `Config.${key}[${String(index)}]`;
      if (typeof type === 'string' && !type.includes('${') && !['bind', 'tmpfs', 'volume'].includes(type))
        say(`${at}.type`, { message: 'the driver has no such mount', value: type, limit: 'bind, tmpfs, volume', fix: 'write bind' });
      if (type === 'tmpfs' && typeof source === 'string' && source !== '')
        say(`${at}.source`, { message: 'a tmpfs comes from nowhere', value: source, fix: 'leave source out' });
    });
  }
}

function checkFolder(config: Config, say: Say): void {
  const folder = text(config, 'work_dir');
  if (folder === undefined || folder === '' || folder.startsWith('/')) return;
  say('Config.work_dir', { message: 'the driver takes a folder from the root on', value: folder, fix: `write /${folder}` });
}

function among(config: Config, key: string, values: readonly string[], say: Say): void {
  const value = text(config, key);
  if (value === undefined || value === '' || values.includes(value)) return;
  say(`Config.${key}`, { message: 'the driver takes other words here', value, limit: values.join(', '), fix: `write ${values[0] ?? ''}` });
}

/** Text that Nomad does not fill in. */
function text(config: Config, key: string): string | undefined {
  const value = config[key];
  return typeof value === 'string' && !value.includes('${') ? value : undefined;
}

function list(config: Config, key: string): readonly Config[] {
  const value = config[key];
  return Array.isArray(value) ? value.filter((each): each is Config => typeof each === 'object' && each !== null) : [];
}
