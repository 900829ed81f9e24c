import type { Construct } from 'constructs';
import { isPlainObject } from '../lib/model';
import { serviceEntries } from '../lib/consul';
import { requestKey, requestText, type EdgeContract, type Grant, type Permissions } from '../lib/mesh';
import { CallSite, type Finding } from '../lib/problems';
import { Duration, type Port } from '../lib/values';
import { HealthCheck, LONG_RUNNING_DEFAULTS, type SecuritiesServiceProps } from '../lib/workload';
import { ConfigOverrides } from './config-overrides';
import { routeFindings, routeOf, type RouteOptions } from './edge-route';
import { LongRunning } from './long-running';
import type { OverrideOptions } from './nomad-job';
import { SERVICE_PROPS } from './prop-names';

/** Grants that are words; what is none is reported with the props. */
function wordsOf(callers: unknown): readonly Grant[] {
  return Array.isArray(callers)
    ? (callers as unknown[]).filter(
        (grant): grant is Grant => isPlainObject(grant) && isPlainObject(grant['caller']) && Array.isArray(grant['may']),
      )
    : [];
}

/** Envoy's own limit for the answer to a request. */
const REQUEST_TIMEOUT = Duration.seconds(15);

/**
 * A service of the firm: a job with a sidecar, reachable in the mesh by exactly those it names.
 *
 * Errors: PROP-MISSING, PROP-UNKNOWN, NAME-INVALID, NAME-TAKEN, NOMAD-PORT, NOMAD-ROLLOUT, MESH-TIMEOUT, MESH-NOT-GRANTED,
 * MESH-PROTOCOL, IMAGE-MISSING, POOL-UNKNOWN and those of the values given.
 * @example new SecuritiesService(this, 'quotes', { port: Port.grpc(9090), count: 4, cpu: Cpu.mhz(500), memory: Memory.mib(512) })
 */
export class SecuritiesService<const Offer extends string = string> extends LongRunning<SecuritiesServiceProps> {
  readonly #entries: ConfigOverrides;

  /** Adds the service to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: SecuritiesServiceProps<Offer>) {
    super(scope, id, {
      kind: 'service',
      props: props,
      known: SERVICE_PROPS,
      required: ['port', 'cpu', 'memory'],
      defaults: LONG_RUNNING_DEFAULTS,
      // Plain JavaScript may leave the settings out; what is required is then said to be missing.
      protocol: (props as Partial<SecuritiesServiceProps> | undefined)?.port?.protocol ?? 'http',
      contract: (props as SecuritiesServiceProps<Offer> | undefined)?.contract,
      grants: wordsOf((props as SecuritiesServiceProps<Offer> | undefined)?.callers),
    });
    this.#entries = new ConfigOverrides(this.platform, this.path);
  }

  /**
   * Makes the service reachable through an edge; the permission for the edge follows. The edge says which domains and
   * hosts it accepts (EDGE-NOT-ACCEPTED).
   */
  exposeThrough(edge: EdgeContract, options: RouteOptions): void {
    this.platform.assertOpen(this.path, 'exposeThrough');
    const site = CallSite.here();
    const unusable = routeFindings(options);
    for (const finding of unusable)
      this.platform.report(this.path, { ...finding, at: `exposeThrough(${edge.edge}).${finding.at ?? ''}` }, site);
    if (unusable.length > 0) return;
    this.platform.mesh.routes.push(routeOf(this.serviceName, edge, options, this.settings.requestTimeout, site));
  }

  /**
   * Sets one field of a config entry of this service, checked against Consul's model again.
   * @param kind `service-defaults`, `service-resolver`, `service-router`; @param field path in Consul's own words
   */
  overrideEntry(
    kind: 'service-defaults' | 'service-resolver' | 'service-router',
    field: readonly [string, ...string[]],
    value: unknown,
    options: OverrideOptions,
  ): void {
    this.platform.assertOpen(this.path, 'overrideEntry');
    this.#entries.add(kind, field, value, (options as Partial<OverrideOptions> | undefined)?.reason ?? '', CallSite.here());
  }

  protected override get port(): Port | undefined {
    return this.settings.port;
  }

  protected override get ports(): Readonly<Record<string, Port>> {
    return this.settings.ports ?? {};
  }

  protected override get health(): HealthCheck | undefined {
    const { health, port } = this.settings;
    if (health !== undefined) return health;
    if ((port as Port | undefined) === undefined || port.protocol === 'tcp') return undefined;
    return port.protocol === 'grpc' ? HealthCheck.grpc() : HealthCheck.http('/health');
  }

  protected override findings(): Finding[] {
    const { port, health, traffic = [], requestTimeout, extensions = [] } = this.settings;
    if ((port as Port | undefined) === undefined) return super.findings();
    const findings = super.findings();
    if (port.protocol === 'tcp') {
      if (health === undefined) {
        findings.push({
          code: 'PROP-MISSING',
          at: 'health',
          message: 'Consul cannot check a tcp port through the mesh, so a tcp service says how its health is seen',
          fix: "HealthCheck.script('/app/healthy'), HealthCheck.http('/health', { port: 'admin' }) or HealthCheck.none('reason')",
        });
      }
      if (traffic.length > 0 || requestTimeout !== undefined)
        findings.push({
          code: 'MESH-PROTOCOL',
          at: traffic.length > 0 ? 'traffic' : 'requestTimeout',
          message: 'a tcp service has no requests to route or time',
          value: 'tcp',
          limit: 'http, http2, grpc',
          fix: 'leave it out',
        });
    }
    for (const { upstream } of extensions) {
      if (upstream === undefined || this.group.upstreams.has(upstream)) continue;
      findings.push({
        code: 'MESH-UNKNOWN-SERVICE',
        at: 'extensions',
        message: `an extension asks ${upstream}, which is no upstream of this service`,
        value: upstream,
        limit: [...this.group.upstreams.keys()].sort().join(', '),
        fix: 'declare it with connectTo, and name it as its serviceName says',
      });
    }
    if (health?.port !== undefined && !Object.hasOwn(this.ports, health.port)) {
      findings.push({
        code: 'VALUE-INVALID',
        at: 'health.port',
        message: 'the health check names a port the service does not have',
        value: health.port,
        limit: Object.keys(this.ports).sort().join(', '),
        fix: 'add it to ports',
      });
    }
    if (requestTimeout?.milliseconds === 0) {
      findings.push({
        code: 'VALUE-INVALID',
        at: 'requestTimeout',
        message: 'no time at all is left for an answer',
        value: requestTimeout.toString(),
        limit: 'more than 0',
        fix: 'leave it out for 15 seconds, or say a long one for streams: Duration.hours(24)',
      });
    }
    const limit = requestTimeout ?? REQUEST_TIMEOUT;
    for (const { request, options } of traffic) {
      if (options.requestTimeout === undefined || options.requestTimeout.compare(limit) <= 0) continue;
      findings.push({
        code: 'MESH-TIMEOUT',
        at: 'traffic',
        message: `the timeout of ${requestText(request)} is above the service's own, which cuts it off`,
        value: options.requestTimeout.toString(),
        limit: limit.toString(),
        fix: 'raise requestTimeout of the service, or lower the one in traffic',
      });
    }
    if (new Set(traffic.map(({ request }) => requestKey(request))).size < traffic.length)
      findings.push({
        code: 'VALUE-CONFLICT',
        at: 'traffic',
        message: 'two settings speak of the same requests',
        fix: 'merge them into one Traffic.on',
      });
    return findings;
  }

  protected override renderEntries(permissions: Permissions): void {
    const { port, traffic = [], loadBalancing, inboundLimits, extensions = [], requestTimeout } = this.settings;
    const entries = serviceEntries(
      {
        name: this.serviceName,
        protocol: port.protocol,
        requestTimeout: port.isHttpLike ? (requestTimeout ?? REQUEST_TIMEOUT) : undefined,
        traffic,
        loadBalancing,
        limits: inboundLimits,
        extensions: extensions.map((extension) => extension.modelAt(this.group.upstreams.get(extension.upstream ?? '')?.localPort)),
      },
      permissions.get(this.serviceName) ?? new Map(),
    );
    for (const entry of entries) this.domain.access.addEntry(this.path, this.#entries.apply(entry));
    this.#entries.reportUnapplied();
  }
}
