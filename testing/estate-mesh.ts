import type { IntentionEvaluator } from '../lib/consul';
import type { Protocol } from '../lib/values';
import { refuse, unknownName } from './refuse';

/** What the rendered estate says about one name of the mesh. @internal */
export interface MeshMember {
  /** Undefined where nobody can call. */
  readonly protocol: Protocol | undefined;
  /** Reached at its own addresses: no intention speaks of it. */
  readonly direct: boolean;
}

/**
 * Who may call whom, as the sidecars will decide it from the written entries: the most exact intention, then its permissions
 * in order, then the mesh-wide deny.
 */
export class EstateMesh {
  readonly #members: ReadonlyMap<string, MeshMember>;
  readonly #intentions: IntentionEvaluator;

  /** Made by estateOf. @internal */
  constructor(members: ReadonlyMap<string, MeshMember>, intentions: IntentionEvaluator) {
    this.#members = members;
    this.#intentions = intentions;
  }

  /**
   * Whether a request is let through. For a service of plain connections ask {@link connects}.
   * @param from Consul service name of the caller, `sec-orders`
   * @param to Consul service name of the destination
   * @param method for instance `GET`; a gRPC call is a `POST`
   * @param path a query is not looked at; of a gRPC call `/package.Service/Method`
   * @param headers of the request. @default - none
   */
  allows(from: string, to: string, method: string, path: string, headers: Readonly<Record<string, string>> = {}): boolean {
    this.#member(from);
    if (this.#destination(to).protocol === 'tcp')
      refuse({
        code: 'MESH-PROTOCOL',
        message: `${to} speaks tcp: it has connections, no requests`,
        fix: `ask connects('${from}', '${to}')`,
      });
    const verdict = this.#intentions.permits(from, to, { method, path, headers });
    if (verdict === 'unknown')
      refuse({
        code: 'MESH-PROTOCOL',
        message: `whether ${from} may ask ${to} for this is not known before it is tried`,
        value: `${method} ${path}`,
        limit: 'a token, a header that the sidecars set, or a regular expression that only Envoy reads decides',
        fix: 'ask for a request that other permissions decide, or try it in the lab',
      });
    return verdict === 'allow';
  }

  /**
   * Whether a connection to a tcp service is let through. For a service that speaks http, http2 or grpc ask {@link allows}.
   * @param from Consul service name of the caller; @param to Consul service name of the destination
   */
  connects(from: string, to: string): boolean {
    this.#member(from);
    const { protocol } = this.#destination(to);
    if (protocol !== undefined && protocol !== 'tcp')
      refuse({
        code: 'MESH-PROTOCOL',
        message: `${to} speaks ${protocol}: its requests are allowed one by one`,
        fix: `ask allows('${from}', '${to}', method, path), or callersOf('${to}')`,
      });
    return this.#intentions.permits(from, to) === 'allow';
  }

  /**
   * Consul service names of all who may call a destination at least once, sorted. `*` among them would be everybody.
   * @param name Consul service name of the destination
   */
  callersOf(name: string): readonly string[] {
    this.#destination(name);
    return this.#intentions.callers(name).map(({ source }) => source);
  }

  #member(name: string): MeshMember {
    return this.#members.get(name) ?? unknownName('nothing in this app is called', name, this.#members.keys());
  }

  #destination(name: string): MeshMember {
    const member = this.#member(name);
    if (member.direct)
      refuse({
        code: 'MESH-PROTOCOL',
        message: `${name} is reached at its own addresses, so no intention decides who may call it`,
        fix: 'look at the rules of the firewall in front of it',
      });
    return member;
  }
}
