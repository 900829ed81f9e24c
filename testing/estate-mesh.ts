import { intentionAllows, type Intentions } from '../lib/consul';
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
 * Who may call whom, as Consul will decide it from the written intentions: the most exact one, then its permissions in
 * order, then the mesh-wide deny.
 */
export class EstateMesh {
  readonly #members: ReadonlyMap<string, MeshMember>;
  readonly #intentions: Intentions;

  /** Made by estateOf. @internal */
  constructor(members: ReadonlyMap<string, MeshMember>, intentions: Intentions) {
    this.#members = members;
    this.#intentions = intentions;
  }

  /**
   * Whether a request is let through. For a service of plain connections ask {@link connects}.
   * @param from Consul service name of the caller, `sec-orders`
   * @param to Consul service name of the destination
   * @param method for instance `GET`; a gRPC call is a `POST`
   * @param path without query; of a gRPC call `/package.Service/Method`
   * @param headers of the request, names in lower case. @default - none
   */
  allows(from: string, to: string, method: string, path: string, headers: Readonly<Record<string, string>> = {}): boolean {
    this.#member(from);
    if (this.#destination(to).protocol === 'tcp')
      refuse({
        code: 'MESH-PROTOCOL',
        message: `${to} speaks tcp: it has connections, no requests`,
        fix: `ask connects('${from}', '${to}')`,
      });
    return intentionAllows(this.#intentions, from, to, { method, path, headers });
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
    return intentionAllows(this.#intentions, from, to);
  }

  /**
   * Consul service names of all who may call a destination at least once, sorted. `*` among them would be everybody.
   * @param name Consul service name of the destination
   */
  callersOf(name: string): readonly string[] {
    this.#destination(name);
    return (this.#intentions.get(name) ?? [])
      .filter(({ Action, Permissions }) => Action === 'allow' || Permissions?.some((permission) => permission.Action === 'allow') === true)
      .map(({ Name }) => Name)
      .sort();
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
