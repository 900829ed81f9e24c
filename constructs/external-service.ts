import { Construct } from 'constructs';
import { serviceEntries, type InboundSettings, type Traffic } from '../lib/consul';
import type { OriginatedTls } from '../lib/gateway';
import { isDirectContract, type DirectContract, type Grant, type Permissions, type ServiceContract } from '../lib/mesh';
import { CallSite, type Finding } from '../lib/problems';
import { reasonProblem, show } from '../lib/values';
import { unknownProps, valueFindings } from '../lib/workload';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import type { EgressGateway } from './egress-gateway';
import { enlist } from './enlist';
import { Platform } from './platform';
import { ConsulCatalogNode, ConsulCatalogService } from './resources';

/** Settings of an external system. */
export interface ExternalServiceProps<Offer extends string = string> {
  /** What others may use of it: a ServiceContract goes through the egress gateway, a DirectContract names its own addresses. */
  readonly contract: ServiceContract<Offer> | DirectContract;
  /** Gateway it stands behind. Left out for a DirectContract. */
  readonly via?: EgressGateway;
  /** `host:port` of every entry point. Left out for a DirectContract. */
  readonly addresses?: readonly [string, ...string[]];
  /** TLS from the gateway to the system, where callers speak plain http to their sidecars. @default - none: the gateway sends on what it gets */
  readonly tls?: OriginatedTls;
  /**
   * Timeouts and retries by kind of request. A dead address of several costs its share of calls until it is removed: a
   * retry on 503 hides it (seen on Consul 1.22.7). @default - none
   */
  readonly traffic?: readonly Traffic[];
  /** Who may call. @default - nobody */
  readonly callers?: readonly Grant<NoInfer<Offer>>[];
}

const KNOWN: Readonly<Record<keyof ExternalServiceProps, true>> = {
  addresses: true,
  callers: true,
  contract: true,
  tls: true,
  traffic: true,
  via: true,
};

/**
 * A system the firm does not run on the platform: a broker, a database, an exchange line. Callers reach it through the
 * egress gateway under the same rules as any service; or, where its protocol needs its own addresses, directly: then the
 * words of both sides are checked at synth, and a firewall has to enforce them.
 *
 * Errors: PROP-MISSING, VALUE-CONFLICT, VALUE-INVALID, NAME-TAKEN.
 */
export class ExternalService<const Offer extends string = string> extends Construct {
  /** Consul service name of the external system, `sec-kafka`: the platform's prefix and the id. */
  readonly serviceName: string;
  /** The domain it stands in. */
  readonly domain: DomainStack;
  /** @internal */
  readonly path: string;
  readonly #props: ExternalServiceProps<Offer>;
  readonly #platform: Platform;
  readonly #site = CallSite.here();
  readonly #nameFindings: readonly Finding[];

  /** Adds the external system to its domain. @param scope a DomainStack or a construct in one; @param id short name, the one its contract names; @param props settings */
  constructor(scope: Construct, id: string, props: ExternalServiceProps<Offer>) {
    super(scope, acceptableId(scope, id));
    this.#props = props;
    this.#platform = Platform.of(this);
    this.domain = DomainStack.of(this);
    this.path = this.node.path;
    this.serviceName = this.#platform.fullName(id);
    const { contract } = props;
    const direct = isDirectContract(contract);
    this.#nameFindings = enlist(this, id, this.#platform, this.domain, this.#site, {
      kind: 'external',
      protocol: direct ? 'tcp' : contract.protocol,
      direct,
      contract,
      grants: props.callers,
    });
    if (props.via?.belongsTo(this.#platform) === true) props.via.link({ service: this.serviceName, tls: props.tls });
    this.#platform.join(this);
  }

  /** @internal */
  check(): void {
    for (const finding of this.#findings()) this.#platform.report(this.path, finding, this.#site);
  }

  /** @internal */
  render(permissions: Permissions): void {
    const { contract, addresses = [] } = this.#props;
    if (isDirectContract(contract)) return;
    const { access } = this.domain;
    const name = this.serviceName;
    for (const [index, address] of [...addresses].sort().entries()) {
      const [host = '', port = ''] = address.split(':');
      const id = `external_${name}-${String(index + 1)}`;
      const node = new ConsulCatalogNode(access, `${id}-node`, {
        name: `external-${name}-${String(index + 1)}`,
        address: host,
        meta: { 'external-node': 'true', 'external-probe': 'false' },
      });
      node.overrideLogicalId(id);
      const service = new ConsulCatalogService(access, id, {
        name,
        nodeAttribute: `external-${name}-${String(index + 1)}`,
        serviceId: `${name}-${String(index + 1)}`,
        address: host,
        port: Number(port),
      });
      service.overrideLogicalId(id);
      service.dependsOn = [`consul_node.${id}`];
    }
    const settings: InboundSettings = {
      name,
      protocol: contract.protocol,
      requestTimeout: undefined,
      traffic: this.#props.traffic ?? [],
      loadBalancing: undefined,
      limits: undefined,
      extensions: [],
      behindGateway: true,
    };
    for (const entry of serviceEntries(settings, permissions.get(name) ?? new Map())) access.addEntry(this.path, entry);
  }

  #findings(): Finding[] {
    const { contract, via, addresses, tls, traffic = [] } = this.#props;
    const { via: _via, ...values } = this.#props;
    const findings: Finding[] = [...unknownProps(this.#props, KNOWN), ...valueFindings(values)];
    findings.push(...this.#nameFindings);
    if (isDirectContract(contract)) {
      const reason = reasonProblem('DirectContract', contract.reason);
      if (reason !== undefined) findings.push({ ...reason, at: 'contract.reason' });
      if (via !== undefined || addresses !== undefined)
        findings.push({
          code: 'VALUE-CONFLICT',
          at: via === undefined ? 'addresses' : 'via',
          message: 'a DirectContract names its own addresses and goes around the gateway',
          fix: 'leave via and addresses out, or use ServiceContract.tcp',
        });
    } else {
      if (via === undefined)
        findings.push({
          code: 'PROP-MISSING',
          at: 'via',
          message: 'an external system in the mesh stands behind an egress gateway',
          fix: 'give via: <EgressGateway>, or use DirectContract with a reason',
        });
      if (via !== undefined && !via.belongsTo(this.#platform))
        findings.push({
          code: 'VALUE-CONFLICT',
          at: 'via',
          message: 'the gateway belongs to another app',
          fix: 'name a gateway of this app',
        });
      if (addresses === undefined || (addresses as readonly string[]).length === 0)
        findings.push({
          code: 'PROP-MISSING',
          at: 'addresses',
          message: 'the gateway has to know where it is',
          fix: "give addresses: ['host:port']",
        });
    }
    if (new Set(addresses).size < (addresses?.length ?? 0)) {
      findings.push({
        code: 'VALUE-CONFLICT',
        at: 'addresses',
        message: 'an address stands twice',
        value: show(addresses),
        fix: 'name each once',
      });
    }
    if (tls !== undefined && (!tls.caFile.startsWith('/') || tls.serverName === '')) {
      findings.push({
        code: 'VALUE-INVALID',
        at: 'tls',
        message: 'TLS needs the path of a CA file in the gateway and the name in the certificate',
        value: show(tls),
        fix: "tls: { caFile: '/etc/ssl/certs/ca-certificates.crt', serverName: 'api.example.co.jp' }",
      });
    }
    if (traffic.length > 0 && (isDirectContract(contract) || contract.protocol === 'tcp')) {
      findings.push({
        code: 'MESH-PROTOCOL',
        at: 'traffic',
        message: 'only a system behind the gateway that speaks http has requests to route',
        value: 'tcp',
        limit: 'http, http2, grpc',
        fix: 'leave traffic out',
      });
    }
    const all = isDirectContract(contract) ? Object.values(contract.addresses).flat() : (addresses ?? []);
    for (const address of all) {
      const match = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?:(\d{1,5})$/.exec(address);
      if (match !== null && Number(match[2]) >= 1 && Number(match[2]) <= 65_535) continue;
      findings.push({
        code: 'VALUE-INVALID',
        at: 'addresses',
        message: 'an address is written host:port',
        value: show(address),
        fix: "for instance '10.20.0.5:9092'",
      });
    }
    return findings;
  }
}
