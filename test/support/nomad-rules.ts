/**
 * Rules of Nomad about a job in API JSON, written from the reference (platform facts 2.2 to 2.6) and from nothing else:
 * a second opinion that shares no line with the library.
 */

/* eslint-disable @typescript-eslint/restrict-template-expressions -- what stands in JSON is shown as it is */

const SECOND = 1_000_000_000;
const MINUTE = 60 * SECOND;
/** `max_kill_timeout` of the clients. */
const KILL_CAP = 30 * SECOND;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a job as JSON.parse gives it
type Json = Record<string, any>;

/** What Nomad would refuse, or do otherwise than people think, each with its address. */
export function ruleFindings(job: Json): string[] {
  const findings: string[] = [];
  const say = (at: string, message: string): void => void findings.push(`${at}: ${message}`);
  const type: string = job.Type;
  if (job.ID !== job.Name) say('Name', 'differs from the ID');
  if (!isLabel(job.ID)) say('ID', 'is no RFC 1123 label in lower case');
  if (!inRange(job.Priority, 1, 100)) say('Priority', 'is not 1 to 100');
  if (job.Periodic !== undefined && type !== 'batch' && type !== 'sysbatch') say('Periodic', `stands on a ${type} job`);
  if (job.ParameterizedJob !== undefined && type !== 'batch' && type !== 'sysbatch') say('ParameterizedJob', `stands on a ${type} job`);
  if (job.Periodic !== undefined) periodic(job.Periodic, say);
  const groups: Json[] = job.TaskGroups ?? [];
  if (groups.length === 0) say('TaskGroups', 'are missing');
  for (const group of groups) groupRules(type, group, `group ${String(group.Name)}`, say);
  return findings;
}

/** What the house adds: nothing is left to a default that could hurt. */
export function houseFindings(job: Json): string[] {
  const findings: string[] = [];
  for (const group of job.TaskGroups ?? []) {
    const at = `group ${group.Name}`;
    if (group.RestartPolicy === undefined) findings.push(`${at}.RestartPolicy: is left to defaults`);
    if (job.Type !== 'batch' && group.Update?.AutoRevert !== true) findings.push(`${at}.Update: does not go back`);
    for (const task of group.Tasks ?? []) {
      const here = `${at} task ${task.Name}`;
      if (!/@sha256:[0-9a-f]{64}$/.test(task.Config?.image)) findings.push(`${here}: runs an image without digest`);
      if (task.Config?.privileged !== false) findings.push(`${here}: does not say that it is unprivileged`);
      if (task.KillTimeout === undefined) findings.push(`${here}: has no kill timeout of its own`);
    }
  }
  return findings;
}

type Say = (at: string, message: string) => void;

function periodic(block: Json, say: Say): void {
  if (block.Enabled !== true) say('Periodic.Enabled', 'is off');
  if (block.Spec !== undefined) say('Periodic.Spec', 'is deprecated');
  if (!Array.isArray(block.Specs) || block.Specs.length === 0) say('Periodic.Specs', 'are missing');
  for (const spec of block.Specs ?? [])
    if (String(spec).trim().split(/\s+/).length !== 5) say('Periodic.Specs', `${spec} has not five fields`);
  if (block.SpecType !== 'cron') say('Periodic.SpecType', 'is not cron');
  if (typeof block.TimeZone !== 'string' || block.TimeZone === '') say('Periodic.TimeZone', 'is missing: UTC would be taken');
  if (typeof block.ProhibitOverlap !== 'boolean') say('Periodic.ProhibitOverlap', 'is not said');
}

function groupRules(type: string, group: Json, at: string, say: Say): void {
  const tasks: Json[] = group.Tasks ?? [];
  const services: Json[] = group.Services ?? [];
  if (tasks.length === 0) say(at, 'has no tasks');
  names(tasks, at, say);
  if (type === 'batch') {
    for (const field of ['Update', 'Migrate']) if (group[field] !== undefined) say(`${at}.${field}`, 'stands on a batch job');
  }
  if (type === 'system') {
    for (const field of ['ReschedulePolicy', 'Affinities', 'Spreads', 'Migrate', 'Scaling'])
      if (group[field] !== undefined && (!Array.isArray(group[field]) || group[field].length > 0))
        say(`${at}.${field}`, 'stands on a system job');
    if ((group.Count ?? 1) > 1) say(`${at}.Count`, 'is above 1 on a system job');
  }
  restart(group.RestartPolicy, `${at}.RestartPolicy`, say);
  reschedule(group.ReschedulePolicy, `${at}.ReschedulePolicy`, say);
  disconnect(group.Disconnect, `${at}.Disconnect`, say);
  update(group, at, say);
  scaling(group, at, say);
  disk(group, at, say);
  for (const service of services) serviceRules(type, group, service, at, say);
  if (services.filter((service) => service.Provider !== services[0]!.Provider).length > 0) say(at, 'mixes service providers');
  if (services.some((service) => service.Connect !== undefined)) connectNetwork(group, at, say);
  for (const task of tasks) taskRules(task, group, `${at} task ${String(task.Name)}`, say);
  for (const finding of socketClashes(group)) say(at, finding);
}

function names(tasks: readonly Json[], at: string, say: Say): void {
  const seen = new Set<string>();
  for (const { Name: name } of tasks) {
    if (seen.has(name)) say(at, `has two tasks called ${name}`);
    seen.add(name);
    if (name === 'alloc') say(at, 'has a task called alloc');
    if (!isLabel(name)) say(at, `has a task called ${name}, which is no label in lower case`);
  }
}

function restart(policy: Json | undefined, at: string, say: Say): void {
  if (policy === undefined) return;
  if (policy.Interval < 5 * SECOND) say(at, 'has an interval below 5 s');
  if (policy.Attempts * policy.Delay > policy.Interval) say(at, 'has more attempts than fit into its interval');
  if (policy.Mode !== 'fail' && policy.Mode !== 'delay') say(at, 'has a mode Nomad does not know');
}

function reschedule(policy: Json | undefined, at: string, say: Say): void {
  if (policy === undefined) return;
  const none = policy.Attempts === 0 && policy.Unlimited !== true;
  if (policy.Unlimited === true && policy.Attempts > 0) say(at, 'is unlimited and has attempts');
  if (none) return;
  if (policy.Delay < 5 * SECOND) say(at, 'has a delay below 5 s');
  if (policy.Unlimited !== true && policy.Interval < 15 * SECOND) say(at, 'has an interval below 15 s');
}

function disconnect(block: Json | undefined, at: string, say: Say): void {
  if (block === undefined) return;
  if (block.LostAfter !== undefined && block.StopOnClientAfter !== undefined) say(at, 'has both LostAfter and StopOnClientAfter');
  if (block.Reconcile !== undefined && !['keep_original', 'keep_replacement', 'best_score', 'longest_running'].includes(block.Reconcile))
    say(at, 'reconciles in no way Nomad knows');
}

function update(group: Json, at: string, say: Say): void {
  const block: Json | undefined = group.Update;
  if (block !== undefined) {
    const { MinHealthyTime: min, HealthyDeadline: healthy, ProgressDeadline: progress, Canary: canary = 0 } = block;
    if (!(min < healthy && healthy < progress)) say(`${at}.Update`, 'has deadlines out of order');
    if (block.AutoPromote === true && canary === 0) say(`${at}.Update`, 'promotes without a canary');
    if (canary > 0 && block.AutoPromote !== true) say(`${at}.Update`, 'has a canary that waits for a person');
    if (canary > (group.Count ?? 1)) say(`${at}.Update`, 'has more canaries than instances');
    if (block.MaxParallel < 1) say(`${at}.Update`, 'replaces nothing at a time');
    if (block.Stagger !== undefined) say(`${at}.Update`, 'says the deprecated Stagger');
    for (const task of group.Tasks ?? []) {
      if (task.KillTimeout > progress) say(`${at} task ${task.Name}`, 'may be killed later than the deployment fails');
      const pull = goDuration(task.Config?.image_pull_timeout);
      if (pull !== undefined && pull >= healthy) say(`${at} task ${task.Name}`, 'may pull its image longer than it may take to be healthy');
    }
    if (block.HealthCheck === 'checks' && !(group.Services ?? []).some((service: Json) => (service.Checks ?? []).length > 0))
      say(`${at}.Update`, 'waits for checks that are not there');
  }
  const migrate: Json | undefined = group.Migrate;
  if (migrate !== undefined && !(migrate.MinHealthyTime < migrate.HealthyDeadline)) say(`${at}.Migrate`, 'has deadlines out of order');
}

function scaling(group: Json, at: string, say: Say): void {
  const { Scaling: block, Count: count = 1 } = group;
  if (block !== undefined && !(block.Min <= count && count <= block.Max)) say(`${at}.Scaling`, 'does not hold the count');
}

function disk(group: Json, at: string, say: Say): void {
  const size: number = group.EphemeralDisk?.SizeMB ?? 300;
  const logs = (group.Tasks ?? []).reduce((sum: number, task: Json) => {
    const { MaxFiles: files = 10, MaxFileSizeMB: each = 10 } = task.LogConfig ?? {};
    return sum + files * each;
  }, 0);
  if (logs >= size) say(`${at}.EphemeralDisk`, `holds ${String(size)} MiB, the logs may take ${String(logs)}`);
}

function serviceRules(type: string, group: Json, service: Json, at: string, say: Say): void {
  const name: string = service.Name;
  const here = `${at} service ${name}`;
  const sidecar: Json | undefined = service.Connect?.SidecarService;
  if (!isLabel(name) || name.length > 63) say(here, 'is no RFC 1123 label in lower case');
  if (!(service.Identity?.TTL > 0)) say(here, 'has an identity that never ends, or none');
  if (JSON.stringify(service.Identity?.Audience) !== '["consul.io"]') say(here, 'has an identity for somebody else');
  const labels = portLabels(group);
  for (const check of service.Checks ?? []) {
    const where = `${here} check ${check.Name}`;
    if (check.Type === 'tcp' && sidecar !== undefined) say(where, 'is a tcp check on a Connect service');
    if (!(check.Interval >= SECOND && check.Timeout >= SECOND)) say(where, 'asks more often than every second');
    if (!(check.Timeout < check.Interval)) say(where, 'waits as long as the time to the next');
    if (check.CheckRestart !== undefined && check.OnUpdate === 'ignore') say(where, 'restarts what it ignores');
    if (check.PortLabel !== undefined && !labels.has(check.PortLabel)) say(where, `names the port ${check.PortLabel}, which is not there`);
    if (check.Type === 'http' && check.Path === '/') say(where, "asks '/'");
    if (check.Type === 'http' && !String(check.Path).startsWith('/')) say(where, 'asks no path');
    if (check.Type === 'script' && !(group.Tasks as Json[]).some((task) => task.Name === check.TaskName))
      say(where, 'runs in a task that is not there');
    if (sidecar !== undefined && (check.Type === 'http' || check.Type === 'grpc')) {
      const exposed: Json[] = sidecar.Proxy?.Expose?.Paths ?? [];
      const path = check.Type === 'http' ? check.Path : '/grpc.health.v1.Health/Check';
      if (!exposed.some((one) => one.Path === path && one.ListenerPort === check.PortLabel)) say(where, 'asks a path that is not exposed');
    }
  }
  if (sidecar === undefined) return;
  if (service.PortLabel !== undefined && !/^\d+$/.test(service.PortLabel)) say(here, 'has a port that is no literal number');
  const proxy: Json = sidecar.Proxy ?? {};
  for (const { Path: path, ListenerPort: port, LocalPathPort: target } of proxy.Expose?.Paths ?? []) {
    if (path === '/') say(here, "exposes '/'");
    if (!labels.has(port)) say(here, `exposes at the port ${port}, which is not there`);
    if (!inRange(target, 1, 65_535)) say(here, 'exposes no port of the application');
  }
  if (proxy.LocalServicePort !== undefined && String(proxy.LocalServicePort) !== service.PortLabel)
    say(here, 'passes requests to another port than it announces');
  const task: Json | undefined = service.Connect.SidecarTask;
  if (task?.ShutdownDelay === undefined) say(here, 'has a sidecar that ends before its callers know');
  else if (task.ShutdownDelay < (group.ShutdownDelay ?? 0)) say(here, 'has a sidecar that ends before the group does');
  if (task?.KillTimeout > KILL_CAP) say(here, 'has a sidecar whose kill timeout the client cuts off');
  if (type === 'service' && !(group.ShutdownDelay >= 0)) say(here, 'has no group shutdown delay');
}

function connectNetwork(group: Json, at: string, say: Say): void {
  const networks: Json[] = group.Networks ?? [];
  const gateway = (group.Services as Json[]).every((service) => service.Connect?.Gateway !== undefined);
  if (networks.length !== 1) say(at, `has ${String(networks.length)} networks, Connect wants one`);
  else if (networks[0]!.Mode !== 'bridge' && !gateway) say(at, `has a network in mode ${networks[0]!.Mode}`);
}

function portLabels(group: Json): Set<string> {
  return new Set(
    (group.Networks ?? []).flatMap((network: Json) =>
      [...(network.DynamicPorts ?? []), ...(network.ReservedPorts ?? [])].map((port: Json) => String(port.Label)),
    ),
  );
}

function taskRules(task: Json, group: Json, at: string, say: Say): void {
  if (task.KillTimeout > KILL_CAP) say(at, 'has a kill timeout the client cuts off');
  const { CPU: cpu, Cores: cores, MemoryMB: memory, MemoryMaxMB: most } = task.Resources ?? {};
  if ((cpu === undefined) === (cores === undefined)) say(at, 'wants both MHz and cores, or neither');
  if (cpu !== undefined && cpu < 1) say(at, 'wants less than 1 MHz');
  if (!(memory >= 10)) say(at, 'wants less than 10 MiB');
  if (most !== undefined && most < memory) say(at, 'may use less memory than it wants');
  identities(task, at, say);
  templates(task, group, at, say);
}

function identities(task: Json, at: string, say: Say): void {
  const list: Json[] = task.Identities ?? [];
  const named = new Map(list.map((identity) => [identity.Name, identity]));
  if (named.size < list.length) say(at, 'has two identities of one name');
  for (const { Name: name, TTL: ttl, Audience: audience } of list) {
    const expected: Record<string, string> = { vault_default: 'vault.io', consul_default: 'consul.io' };
    if (expected[name] === undefined) say(at, `has an identity called ${name}, which no integration reads`);
    else if (JSON.stringify(audience) !== JSON.stringify([expected[name]])) say(at, `has an identity ${name} for somebody else`);
    if (!(ttl > 0)) say(at, `has an identity ${name} that never ends`);
  }
  if ((task.Vault !== undefined) !== named.has('vault_default')) say(at, 'has Vault without its identity, or the other way round');
  if ((task.Consul !== undefined) !== named.has('consul_default')) say(at, 'has Consul without its identity, or the other way round');
  if (task.Vault !== undefined && (task.Vault.Env !== false || task.Vault.DisableFile !== true))
    say(at, 'hands its Vault token to the process');
  const text = (task.Templates ?? []).map((template: Json) => template.EmbeddedTmpl).join('\n');
  if (/\{\{ with secret "/.test(text) && task.Vault === undefined) say(at, 'reads a secret without Vault');
  if (/\{\{ key "/.test(text) && task.Consul === undefined && !/\{\{ "\{\{" \}\} key/.test(text)) say(at, 'reads a key without Consul');
}

function templates(task: Json, group: Json, at: string, say: Say): void {
  const seen = new Set<string>();
  for (const template of task.Templates ?? []) {
    const { DestPath: path, ChangeMode: mode, Envvars: variables, Splay: splay } = template;
    if (seen.has(path)) say(at, `writes ${path} twice`);
    seen.add(path);
    if (!/^(local|secrets)\//.test(path)) say(at, `writes ${path}, which is in neither local nor secrets`);
    if (!['noop', 'restart', 'signal'].includes(mode)) say(at, `does not say what a change of ${path} does`);
    if (variables === true && mode === 'signal') say(at, `sends a signal about variables in ${path}`);
    if (variables === true && !path.startsWith('secrets/')) say(at, `writes variables into ${path}`);
    if (mode === 'signal' && template.ChangeSignal === undefined) say(at, `sends no signal about ${path}`);
    if (mode === 'restart' && !(splay >= Math.max(1, group.Count ?? 1) * SECOND)) say(at, `restarts all instances at once about ${path}`);
  }
}

/** Two users of one socket, or a port that belongs to an engine, in the group's network namespace. */
export function socketClashes(group: Json): string[] {
  const findings: string[] = [];
  const users: { readonly address: string; readonly port: number; readonly who: string; readonly ours: boolean }[] = [];
  const networks: Json[] = group.Networks ?? [];
  if (networks.some((network) => network.Mode === 'host')) return findings;
  for (const service of group.Services ?? []) {
    const proxy: Json = service.Connect?.SidecarService?.Proxy ?? {};
    if (proxy.LocalServicePort !== undefined)
      users.push({ address: proxy.LocalServiceAddress, port: proxy.LocalServicePort, who: 'the application', ours: true });
    for (const upstream of proxy.Upstreams ?? [])
      users.push({
        address: upstream.LocalBindAddress,
        port: upstream.LocalBindPort,
        who: `the upstream ${upstream.DestinationName}`,
        ours: true,
      });
    const metrics = /:(\d+)$/.exec(proxy.Config?.envoy_prometheus_bind_addr ?? '');
    if (metrics !== null) users.push({ address: '0.0.0.0', port: Number(metrics[1]), who: 'the metrics', ours: true });
  }
  const normalised = users.map((user) => ({ ...user, address: normalise(user.address) }));
  for (const [index, user] of normalised.entries()) {
    if (user.ours && (inRange(user.port, 19_000, 19_199) || inRange(user.port, 20_000, 32_000)))
      findings.push(`${user.who} takes the port ${String(user.port)} of an engine`);
    if (!inRange(user.port, 1, 65_535)) findings.push(`${user.who} has no port`);
    for (const other of normalised.slice(index + 1)) {
      if (user.port !== other.port) continue;
      if (user.address === other.address || user.address === '*' || other.address === '*')
        findings.push(`${user.who} and ${other.who} share the port ${String(user.port)}`);
    }
  }
  return findings;
}

/** Nomad takes an empty address for 127.0.0.1 but compares texts. */
function normalise(address: string | undefined): string {
  if (address === undefined || address === '' || address === 'localhost') return '127.0.0.1';
  return address === '0.0.0.0' || address === '::' ? '*' : address;
}

function goDuration(text: unknown): number | undefined {
  const match = /^(\d+)(s|m)$/.exec(String(text));
  return match === null ? undefined : Number(match[1]) * (match[2] === 'm' ? MINUTE : SECOND);
}

function inRange(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to;
}

function isLabel(name: unknown): boolean {
  return typeof name === 'string' && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
}
