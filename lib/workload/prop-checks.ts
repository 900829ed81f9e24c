import { nearest, type Finding, type SourcedFinding } from '../problems';
import { isPlainObject } from '../model';
import { show, type Value } from '../values';

/** Findings of props that do not exist: input may come from plain JavaScript. */
export function unknownProps(props: object, known: Readonly<Record<string, true>>): Finding[] {
  return Object.keys(props)
    .filter((key) => !Object.hasOwn(known, key))
    .map((key) => {
      const best = nearest(key, Object.keys(known));
      return {
        code: 'PROP-UNKNOWN',
        at: key,
        message: `there is no prop ${key}`,
        limit: Object.keys(known).sort().join(', '),
        fix: best === undefined ? 'remove it' : `did you mean ${best}?`,
      };
    });
}

/** Findings of required props that are not there. */
export function missingProps(props: object, required: readonly string[]): Finding[] {
  return required
    .filter((key) => (props as Record<string, unknown>)[key] === undefined)
    .map((key) => ({
      code: 'PROP-MISSING',
      at: key,
      message: `${key} is required`,
      fix: `give ${key}: ${EXAMPLES[VALUE_PROPS[key] ?? ''] ?? '…'}`,
    }));
}

/** Props that take a value of kumiki, with the name of its class. */
const VALUE_PROPS: Readonly<Record<string, string>> = {
  applyTimeout: 'Duration',
  certificateTtl: 'Duration',
  connectTimeout: 'Duration',
  cpu: 'Cpu',
  disk: 'Memory',
  drain: 'Duration',
  expectedDuration: 'Duration',
  health: 'HealthCheck',
  image: 'ContainerImage',
  inboundLimits: 'InboundLimits',
  killTimeout: 'Duration',
  limits: 'UpstreamLimits',
  loadBalancing: 'LoadBalancing',
  logs: 'LogBounds',
  memory: 'Memory',
  memoryMax: 'Memory',
  outlierDetection: 'OutlierDetection',
  placement: 'Placement',
  pool: 'ServerPool',
  port: 'Port',
  requestTimeout: 'Duration',
  restart: 'RestartPolicy',
  rollout: 'Rollout',
  scaling: 'Scaling',
  shutdownDelay: 'Duration',
  sidecar: 'Sidecar',
  trigger: 'Trigger',
};

/** Props that take a list. */
const LIST_PROPS = ['allow', 'args', 'callers', 'exceptions', 'extensions', 'may', 'traffic'];

/** Classes of the members of a list. */
const MEMBER_CLASSES: Readonly<Record<string, readonly string[]>> = {
  allow: ['HttpRule', 'GrpcRule'],
  exceptions: ['HardeningException'],
  extensions: ['EnvoyExtension'],
  traffic: ['Traffic'],
};

/** Props that take a map. */
const MAP_PROPS = ['env', 'ports'];

/** Props that take a number. */
const NUMBER_PROPS = ['count', 'localPort', 'priority', 'rescheduleAttempts'];

/** Findings of props that should be a value of kumiki and are something else: a bare number for a Duration, say. */
export function wrongTypes(props: object): Finding[] {
  const findings: Finding[] = [];
  const wrong = (at: string, value: unknown, expected: string, fix: string): void => {
    findings.push({ code: 'VALUE-TYPE', at, message: `${at} must be a ${expected}`, value: show(value), limit: expected, fix });
  };
  for (const [key, value] of Object.entries(props) as [string, unknown][]) {
    if (value === undefined) continue;
    const className = VALUE_PROPS[key];
    if (className !== undefined && className !== classOf(value)) wrong(key, value, className, `use ${EXAMPLES[className] ?? className}`);
    else if (LIST_PROPS.includes(key) && !Array.isArray(value)) wrong(key, value, 'list', 'write it in [ ]');
    else if (Array.isArray(value) && MEMBER_CLASSES[key] !== undefined) {
      const classes = MEMBER_CLASSES[key];
      const bad = (value as unknown[]).find((member) => !classes.includes(classOf(member) ?? ''));
      if (value.length > 0 && bad !== undefined)
        wrong(key, bad, `list of ${classes.join(' and ')}`, `use ${EXAMPLES[classes[0] ?? ''] ?? classes.join(' or ')}`);
    } else if (LIST_PROPS.includes(key) && (value as unknown[]).some((member) => member === null || member === undefined)) {
      wrong(key, value, 'list without holes', 'remove the empty member');
    } else if (MAP_PROPS.includes(key) && !isPlainObject(value)) wrong(key, value, 'map', 'write { name: value }');
    else if (NUMBER_PROPS.includes(key) && typeof value !== 'number') wrong(key, value, 'number', 'write it without quotes');
  }
  return findings;
}

/** By name: a value may come from another copy of the library. Input may come from plain JavaScript. */
function classOf(value: unknown): string | undefined {
  return (value as { readonly constructor?: { readonly name?: string } } | null | undefined)?.constructor?.name;
}

/** Finding for an argument of a verb that is no value of this class. */
export function wrongArgument(at: string, value: unknown, className: string): Finding | undefined {
  if (classOf(value) === className) return undefined;
  return {
    code: 'VALUE-TYPE',
    at,
    message: `this must be a ${className}`,
    value: show(value),
    limit: className,
    fix: `use ${EXAMPLES[className] ?? className}`,
  };
}

/** How the value of a class is written. */
const EXAMPLES: Readonly<Record<string, string>> = {
  Array: 'a list in [ ]',
  Engines: 'Engines.tested()',
  Environment: "Environment.of('production')",
  EnvoyExtension: 'EnvoyExtension.lua({ … })',
  HardeningException: "HardeningException.writableRoot('reason')",
  Traffic: 'Traffic.on(rule, { … })',
  ConsulKey: "ConsulKey.own('limits')",
  ContainerImage: "ContainerImage.of('<registry>/<name>@sha256:…')",
  Cpu: 'Cpu.mhz(500)',
  Duration: 'Duration.seconds(30)',
  HttpRule: "HttpRule.get('/path')",
  HealthCheck: "HealthCheck.http('/ready')",
  InboundLimits: 'InboundLimits.of({ … })',
  LoadBalancing: 'LoadBalancing.leastRequest()',
  LogBounds: 'LogBounds.of(5, Memory.mib(20))',
  Memory: 'Memory.mib(512)',
  OnChange: 'OnChange.restart()',
  OutlierDetection: 'OutlierDetection.of({ … })',
  Placement: 'Placement.of({ … })',
  Port: 'Port.http(8080)',
  RestartPolicy: 'RestartPolicy.of(2, { … })',
  Rollout: 'Rollout.canary(1)',
  Scaling: 'Scaling.between(2, 6)',
  ServerPool: 'a ServerPool of the platform facts',
  Sidecar: 'Sidecar.of({ … })',
  Trigger: "Trigger.schedule('30 18 * * 1-5')",
  VaultSecret: "VaultSecret.kv('name')",
  Volume: "Volume.host('name')",
  UpstreamLimits: 'UpstreamLimits.of({ … })',
};

/** What is wrong with the values anywhere inside props, each with the prop it stands in and the line that made it. */
export function valueFindings(props: unknown, at = ''): SourcedFinding[] {
  if (typeof props !== 'object' || props === null) return [];
  // A value that contains others has taken over their problems.
  if (isValue(props)) return props.problem === undefined ? [] : [{ ...props.problem, at: joinAt(at, props.problem.at) }];
  if (Array.isArray(props)) return props.flatMap((member, index) => valueFindings(member, `${at}[${String(index)}]`));
  const prototype: unknown = Object.getPrototypeOf(props);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.keys(props).flatMap((key) => valueFindings((props as Record<string, unknown>)[key], joinAt(at, key)));
}

/** Structural, because a value may come from another copy of the library. */
function isValue(x: object): x is Value {
  return 'problem' in x;
}

function joinAt(at: string, rest: string | undefined): string {
  return rest === undefined ? at : at === '' ? rest : `${at}.${rest}`;
}
