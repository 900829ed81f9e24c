import type { OutlierDetection, UpstreamLimits } from '../envoy';
import { LOCAL_PORTS } from '../mesh';
import type { SourcedFinding } from '../problems';
import type { Duration, Port } from '../values';
import type { CallSite } from '../problems';
import { conflictFinding } from './task-draft';
import type { TaskDraft } from './task-draft';
import { SparseMap } from './sparse-map';
import type { Volume } from './volume';

/** One upstream of a group: who is called, and how. */
export interface UpstreamDraft {
  /** Consul service name. */
  readonly destination: string;
  readonly localPort: number;
  readonly connectTimeout: Duration | undefined;
  readonly limits: UpstreamLimits | undefined;
  readonly outlierDetection: OutlierDetection | undefined;
  readonly site: CallSite;
}

/** What was said about the one task group of a job, as plain data. */
export class GroupDraft {
  readonly tasks = new SparseMap<TaskDraft>();
  readonly upstreams = new SparseMap<UpstreamDraft>();
  readonly volumes = new SparseMap<{ readonly volume: Volume; readonly site: CallSite }>();
  readonly findings: SourcedFinding[] = [];

  /** Idempotent; the same destination with other settings is a conflict. */
  addUpstream(upstream: UpstreamDraft): void {
    const known = this.upstreams.get(upstream.destination);
    if (known === undefined) this.upstreams.set(upstream.destination, upstream);
    else if (upstreamText(known) !== upstreamText(upstream))
      this.findings.push(
        conflictFinding(`connectTo(${upstream.destination})`, [upstreamText(known), known.site], [upstreamText(upstream), upstream.site]),
      );
  }

  /** Forgets what was said, once the job is made. */
  forget(): void {
    for (const task of this.tasks.values()) task.forget();
    for (const said of [this.tasks, this.upstreams, this.volumes]) said.clear();
  }

  addTask(task: TaskDraft): void {
    const known = this.tasks.get(task.name);
    if (known !== undefined) {
      this.findings.push({
        code: 'NAME-TAKEN',
        at: task.name,
        message: `the job has two tasks called ${task.name}`,
        fix: 'give one another name',
        source: task.site.text,
      });
      return;
    }
    this.tasks.set(task.name, task);
  }

  addVolume(name: string, volume: Volume, site: CallSite): void {
    const known = this.volumes.get(name);
    if (known === undefined) this.volumes.set(name, { volume, site });
    else if (JSON.stringify(known.volume.model) !== JSON.stringify(volume.model))
      this.findings.push(
        conflictFinding(`addVolume(${name})`, [JSON.stringify(known.volume.model), known.site], [JSON.stringify(volume.model), site]),
      );
  }

  /** Findings about tasks that wait for each other, or for nobody. */
  initOrderFindings(): SourcedFinding[] {
    const findings: SourcedFinding[] = [];
    const inits = [...this.tasks.values()].filter(({ role }) => role === 'init');
    const names = new Set(inits.map(({ name }) => name));
    for (const task of inits) {
      for (const other of task.after) {
        if (!names.has(other))
          findings.push({
            code: 'NOMAD-TASK-CYCLE',
            at: `addInitTask(${task.name})`,
            message: `waits for ${other}, which is no init task of this job`,
            limit: [...names].sort().join(', '),
            fix: 'name an init task of this job',
            source: task.site.text,
          });
      }
    }
    const cycle = firstCycle(new Map(inits.map((task) => [task.name, task.after.filter((name) => names.has(name))])));
    if (cycle !== undefined) {
      findings.push({
        code: 'NOMAD-TASK-CYCLE',
        at: 'addInitTask',
        message: 'init tasks wait for each other, so none would ever start',
        value: cycle.join(' → '),
        fix: 'remove one after',
        source: this.tasks.get(cycle[0] ?? '')?.site.text,
      });
    }
    return findings;
  }
}

/** A user of a socket inside the group's network namespace. */
export interface SocketUser {
  readonly port: number;
  readonly who: string;
  readonly at: string;
  readonly site: CallSite;
  /** How to move it. */
  readonly fix: string;
}

/**
 * Findings for two users of one socket. All of them bind 127.0.0.1 or every address, and an empty address in Nomad means
 * 127.0.0.1: so the port alone decides.
 */
export function socketFindings(users: readonly SocketUser[]): SourcedFinding[] {
  const byPort = new Map<number, SocketUser[]>();
  for (const user of users) byPort.set(user.port, [...(byPort.get(user.port) ?? []), user]);
  const findings: SourcedFinding[] = [];
  for (const [port, sharing] of byPort) {
    if (sharing.length < 2) continue;
    const sorted = [...sharing].sort((a, b) => (a.who < b.who ? -1 : 1));
    // The one that can move with least harm: an upstream, whose port is only a number on 127.0.0.1.
    const movable = sorted.find(({ at }) => at.startsWith('connectTo')) ?? sorted[sorted.length - 1];
    findings.push({
      code: 'NOMAD-PORT',
      at: movable?.at,
      message: `${sorted.map(({ who }) => who).join(' and ')} would listen on the same port`,
      value: String(port),
      limit: 'one user of a port',
      fix: movable?.fix ?? 'choose another port',
      source: movable?.site.text,
    });
  }
  return findings;
}

/** Sockets of upstreams. */
export function upstreamSockets(group: GroupDraft): SocketUser[] {
  return [...group.upstreams.values()].map(({ destination, localPort, site }) => ({
    port: localPort,
    who: `the upstream ${destination}`,
    at: `connectTo(${destination})`,
    site,
    fix: `give connectTo(${destination}) another localPort, free and between ${String(LOCAL_PORTS.from)} and ${String(LOCAL_PORTS.to)}`,
  }));
}

/** Sockets of the application. */
export function applicationSockets(ports: Readonly<Record<string, Port>>, site: CallSite): SocketUser[] {
  return Object.entries(ports).map(([name, port]) => ({
    port: port.number,
    who: name === 'port' ? 'the application' : `the application (port ${name})`,
    at: name === 'port' ? 'port' : `ports.${name}`,
    site,
    fix: 'let the application listen on another port',
  }));
}

function upstreamText(upstream: UpstreamDraft): string {
  return JSON.stringify({
    localPort: upstream.localPort,
    connectTimeout: upstream.connectTimeout?.toString(),
    limits: upstream.limits?.toConfig(),
    outlierDetection: upstream.outlierDetection?.toConfig(),
  });
}

function firstCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    const start = path.indexOf(name);
    if (start >= 0) return [...path.slice(start), name];
    if (done.has(name)) return undefined;
    for (const next of [...(edges.get(name) ?? [])].sort()) {
      const cycle = visit(next, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of [...edges.keys()].sort()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
