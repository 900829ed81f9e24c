import type { JsonObject } from '../model';
import { pathOf, textOf, type ChangedResource } from './changed-resources';
import { order, type ChangedEntry, type ChangedJob, type Comparison } from './comparison';
import { counted } from './counted';
import { differences } from './differences';
import type { ApiJob } from '../nomad';
import type { Change, Effect, ExposureChange, ExposureSection, Origin, Proof } from './model';

export interface ReviewedExposure {
  readonly section: ExposureSection;
  readonly proof: Proof;
}

/** What can be reached from outside of the mesh: edges and their routes, certificates, headers, ports of servers, what is outside. */
export function reviewExposure(comparison: Comparison): ReviewedExposure {
  const { entries, jobs, resources, origin, allEntries } = comparison;
  const rows = [
    ...entries.flatMap((entry) => entryRows(entry, saidAt(entry, origin))),
    ...resources.flatMap((resource) => resourceRows(resource, origin(pathOf(resource)))),
    ...jobs.flatMap((job) => portRows(job, origin(job.path))),
  ];
  const routes = allEntries.head.filter(({ kind }) => kind === 'http-route' || kind === 'tcp-route').length;
  const added = rows.filter(({ what, change }) => what === 'route' && change === 'added').length;
  return {
    section: { rows: rows.sort((a, b) => order(keyOf(a), keyOf(b))) },
    proof: { section: 'exposure', text: `${counted(added, 'new public path')} (${counted(routes, 'route')} of edges compared)` },
  };
}

/** A route was said by the service behind it; everything else by the gateway. */
function saidAt({ path, entryPath }: ChangedEntry, origin: Comparison['origin']): Origin {
  const own = origin(entryPath);
  return own.source === undefined ? origin(path) : own;
}

const keyOf = ({ at, what, host = '', path = '', text }: ExposureChange): string => [at, what, host, path, text].join('\0');

function entryRows(entry: ChangedEntry, origin: Origin): ExposureChange[] {
  switch (entry.kind) {
    case 'http-route':
    case 'tcp-route':
      return routeRows(entry, origin);
    case 'api-gateway':
    case 'ingress-gateway':
      return listenerRows(entry, origin);
    case 'file-system-certificate':
    case 'inline-certificate':
      return [
        {
          change: entry.change,
          effect: entry.change === 'removed' ? 'narrowed' : 'neutral',
          what: 'certificate',
          at: entry.name,
          text: `the certificate ${entry.name} ${VERBS[entry.change]}`,
          origin,
        },
      ];
    case 'terminating-gateway':
      return linkedRows(entry, origin);
    default:
      return [];
  }
}

const VERBS: Readonly<Record<Change, string>> = { added: 'is new', removed: 'is gone', changed: 'is another one' };

/** One public way in. */
interface Way {
  readonly at: string;
  readonly host: string;
  readonly path: string;
  readonly method: string | undefined;
  /** `GET api.example/orders*`. */
  readonly text: string;
  /** Targets with their weights. */
  readonly to: string;
  /** What else is asked of a request, and done to it. */
  readonly rest: JsonObject;
  readonly headers: JsonObject;
}

interface RouteEntry {
  readonly Parents?: readonly { readonly Name?: string }[];
  readonly Hostnames?: readonly string[];
  readonly Rules?: readonly RouteRule[];
  readonly Services?: readonly { readonly Name?: string }[];
}

interface RouteRule {
  readonly Matches?: readonly RouteMatch[];
  readonly Services?: readonly { readonly Name?: string; readonly Weight?: number; readonly Filters?: { readonly Headers?: unknown } }[];
  readonly Filters?: { readonly Headers?: unknown };
}

interface RouteMatch {
  readonly Path?: { readonly Match?: string; readonly Value?: string };
  readonly Method?: string;
  readonly Headers?: unknown;
  readonly Query?: unknown;
}

function waysOf(entry: JsonObject | undefined): Map<string, Way> {
  const { Parents = [], Hostnames = [], Rules, Services = [] } = (entry ?? {}) as RouteEntry;
  const ways = new Map<string, Way>();
  const rules: readonly RouteRule[] = Rules ?? (entry === undefined ? [] : [{ Services }]);
  for (const { Name: at = '' } of Parents)
    for (const host of Hostnames.length === 0 ? ['*'] : Hostnames)
      for (const rule of rules)
        for (const match of rule.Matches ?? [{}]) {
          const targets = rule.Services ?? [];
          const way: Way = {
            at,
            host,
            path: pathText(match),
            method: match.Method === '' ? undefined : match.Method,
            text: wayText(host, match),
            to: targets.map(({ Name = '', Weight = 1 }) => (targets.length === 1 ? Name : `${Name} (${String(Weight)})`)).join(', '),
            rest: { Method: match.Method, Headers: match.Headers, Query: match.Query } as JsonObject,
            headers: { route: rule.Filters?.Headers, services: targets.map(({ Filters }) => Filters?.Headers ?? null) } as JsonObject,
          };
          ways.set(`${at} ${way.text}`, way);
        }
  return ways;
}

function pathText({ Path: { Match = 'prefix', Value = '/' } = {} }: RouteMatch): string {
  return Match === 'prefix' ? `${Value}*` : Match === 'regex' ? `~${Value}` : Value;
}

function wayText(host: string, match: RouteMatch): string {
  return `${match.Method ?? ''} ${host}${pathText(match)}`.trim();
}

function routeRows({ before, after }: ChangedEntry, origin: Origin): ExposureChange[] {
  const [old, now] = [waysOf(before), waysOf(after)];
  const rows: ExposureChange[] = [];
  const put = (change: Change, effect: Effect, { at, host, path, method, to }: Way, text: string, undecided?: string): void => {
    const asked = method === undefined ? {} : { method };
    rows.push({
      change,
      effect,
      what: 'route',
      at,
      host,
      ...asked,
      path,
      to,
      text,
      ...(undecided === undefined ? {} : { undecided }),
      origin,
    });
  };
  for (const [key, way] of now) {
    const was = old.get(key);
    if (was === undefined) put('added', 'broadened', way, `${way.text} now leads to ${way.to}`);
    else {
      if (was.to !== way.to) put('changed', 'broadened', way, `${way.text} leads to ${way.to}, and no longer to ${was.to}`);
      if (differences(was.rest, way.rest).length > 0)
        put('changed', 'broadened', way, `${way.text} asks for something else of a request`, 'it cannot be shown that fewer requests fit');
      const headers = differences(was.headers, way.headers).map(({ path }) => path);
      if (headers.length > 0) {
        const text = `headers that the edge sets or removes at ${way.text} are different: ${headers.join(', ')}`;
        rows.push({
          change: 'changed',
          effect: 'neutral',
          what: 'headers',
          at: way.at,
          host: way.host,
          path: way.path,
          to: way.to,
          text,
          origin,
        });
      }
    }
  }
  for (const [key, way] of old) if (!now.has(key)) put('removed', 'narrowed', way, `${way.text} no longer leads to ${way.to}`);
  return rows;
}

function listenerRows({ name, before, after }: ChangedEntry, origin: Origin): ExposureChange[] {
  const listeners = (entry: JsonObject | undefined): Map<string, JsonObject> => {
    const list = (entry?.['Listeners'] ?? []) as readonly JsonObject[];
    return new Map(list.map((listener) => [wordOf(listener['Name'] ?? listener['Port']), listener]));
  };
  const [old, now] = [listeners(before), listeners(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort(order).flatMap((key): ExposureChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const port = wordOf((is ?? was)?.['Port']);
    const row = { what: 'listener', at: name, origin } as const;
    if (was === undefined) return [{ ...row, change: 'added', effect: 'broadened', text: `${name} listens on port ${port}` }];
    if (is === undefined) return [{ ...row, change: 'removed', effect: 'narrowed', text: `${name} no longer listens on port ${port}` }];
    const changed = differences(was, is).map(({ path }) => path);
    if (changed.length === 0) return [];
    const certificate = changed.some((path) => path.startsWith('TLS'));
    return [
      {
        ...row,
        what: certificate ? 'certificate' : 'listener',
        change: 'changed',
        effect: 'broadened',
        text: `the listener on port ${port} of ${name} is different: ${changed.join(', ')}`,
        undecided: 'whether a listener lets in more is not compared field by field',
      },
    ];
  });
}

function linkedRows({ name, before, after }: ChangedEntry, origin: Origin): ExposureChange[] {
  const linked = (entry: JsonObject | undefined): string[] =>
    ((entry?.['Services'] ?? []) as readonly { readonly Name?: string }[]).map(({ Name = '' }) => Name);
  const [old, now] = [linked(before), linked(after)];
  const row = { what: 'external', at: name, origin } as const;
  return [
    ...now
      .filter((service) => !old.includes(service))
      .map((to): ExposureChange => ({
        ...row,
        change: 'added',
        effect: 'broadened',
        to,
        text: `${to} outside of the mesh is reached through ${name}`,
      })),
    ...old
      .filter((service) => !now.includes(service))
      .map((to): ExposureChange => ({
        ...row,
        change: 'removed',
        effect: 'narrowed',
        to,
        text: `${to} is no longer reached through ${name}`,
      })),
  ];
}

/** Certificates that a role of Vault may issue, and addresses of what is outside. */
function resourceRows(resource: ChangedResource, origin: Origin): ExposureChange[] {
  const { type, change, before, after } = resource;
  if (type === 'vault_pki_secret_backend_role') {
    const hosts = (values: ChangedResource['before']): string[] => {
      const list = values?.['allowed_domains'];
      return Array.isArray(list) ? list.map(textOf) : [];
    };
    const [old, now] = [hosts(before), hosts(after)];
    const at = textOf((after ?? before)?.['name']);
    const row = { what: 'certificate', at, origin } as const;
    const rows = [
      ...now
        .filter((host) => !old.includes(host))
        .map((host): ExposureChange => ({
          ...row,
          change: 'added',
          effect: 'broadened',
          host,
          text: `certificates of ${at} may name ${host}`,
        })),
      ...old
        .filter((host) => !now.includes(host))
        .map((host): ExposureChange => ({
          ...row,
          change: 'removed',
          effect: 'narrowed',
          host,
          text: `certificates of ${at} may no longer name ${host}`,
        })),
    ];
    if (rows.length > 0 || change !== 'changed') return rows;
    const changed = differences(before, after).map(({ path }) => path);
    return [
      {
        ...row,
        change,
        effect: 'broadened',
        text: `what certificates ${at} may get is different: ${changed.join(', ')}`,
        undecided: 'the settings of a certificate role are not compared one by one',
      },
    ];
  }
  if (type !== 'consul_service' && type !== 'consul_node') return [];
  const values = after ?? before ?? {};
  const at = textOf(values['name']);
  const place = (side: ChangedResource['before']): string =>
    [textOf(side?.['address']), wordOf(side?.['port'])].filter((part) => part !== '').join(':');
  const text =
    change === 'changed'
      ? `${at} lies at ${place(after)}, and no longer at ${place(before)}`
      : `${at} at ${place(values)} ${change === 'added' ? 'is known to the mesh' : 'is no longer known to the mesh'}`;
  return [{ what: 'external', at, change, effect: change === 'removed' ? 'narrowed' : 'broadened', text, origin }];
}

/** Ports of servers that lead past the mesh. */
function portRows({ id, before, after }: ChangedJob, origin: Origin): ExposureChange[] {
  const [old, now] = [portsOf(before), portsOf(after)];
  const row = { what: 'port', at: id, origin } as const;
  return [
    ...[...now]
      .filter((port) => !old.has(port))
      .map((port): ExposureChange => ({ ...row, change: 'added', effect: 'broadened', text: `${port} of its servers leads to ${id}` })),
    ...[...old]
      .filter((port) => !now.has(port))
      .map((port): ExposureChange => ({
        ...row,
        change: 'removed',
        effect: 'narrowed',
        text: `${port} of its servers no longer leads to ${id}`,
      })),
  ];
}

function portsOf(job: ApiJob | undefined): Set<string> {
  const ports = new Set<string>();
  for (const { Networks = [], Tasks = [] } of job?.TaskGroups ?? []) {
    for (const { Mode, ReservedPorts = [] } of Networks) {
      if (Mode === 'host') ports.add('every port that it opens');
      for (const { Value = 0 } of ReservedPorts) ports.add(`port ${String(Value)}`);
    }
    for (const { Config } of Tasks) if (Config?.['network_mode'] === 'host') ports.add('every port that it opens');
  }
  return ports;
}

/** A text or a number of an entry. */
function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
