import type { Finding } from '../problems';
import { integerProblem, Value } from './value';

/** What a service speaks: Consul's `Protocol`. */
export type Protocol = 'http' | 'http2' | 'grpc' | 'tcp';

/** Port ranges that belong to others inside an allocation's network namespace, with their owner. */
export const RESERVED_PORTS: readonly { readonly from: number; readonly to: number; readonly owner: string }[] = [
  { from: 19_000, to: 19_199, owner: "Envoy's admin and ready listeners" },
  { from: 20_000, to: 32_000, owner: "Nomad's dynamic ports" },
];

/** The port a service listens on inside its own network namespace, on 127.0.0.1 behind its sidecar. */
export class Port extends Value {
  /** What the service speaks there. */
  readonly protocol: Protocol;
  /** Number of the port on 127.0.0.1. */
  readonly number: number;

  private constructor(protocol: Protocol, number: number) {
    super(portProblem(`Port.${protocol}`, number));
    this.protocol = protocol;
    this.number = number;
  }

  /** HTTP/1.1. @param number 1 to 65535, outside 19000-19199 (Envoy) and 20000-32000 (Nomad's dynamic ports) */
  static http(this: void, number: number): Port {
    return new Port('http', number);
  }

  /** HTTP/2 without TLS. @param number as for {@link Port.http} */
  static http2(this: void, number: number): Port {
    return new Port('http2', number);
  }

  /** gRPC. @param number as for {@link Port.http} */
  static grpc(this: void, number: number): Port {
    return new Port('grpc', number);
  }

  /** Any bytes: callers are allowed whole connections, no methods or paths. @param number as for {@link Port.http} */
  static tcp(this: void, number: number): Port {
    return new Port('tcp', number);
  }

  /** True where intentions can name methods and paths. */
  get isHttpLike(): boolean {
    return this.protocol !== 'tcp';
  }

  override toString(): string {
    return `${this.protocol} ${String(this.number)}`;
  }
}

/** Finding for a port number that cannot be bound inside an allocation. */
export function portProblem(what: string, number: number): Finding | undefined {
  const range = integerProblem(what, number, 1, 65_535);
  if (range !== undefined) return range;
  const owner = RESERVED_PORTS.find(({ from, to }) => number >= from && number <= to);
  if (owner === undefined) return undefined;
  return {
    code: 'NOMAD-PORT',
    message: `${what} lies in the range of ${owner.owner}`,
    value: String(number),
    limit: `not ${String(owner.from)}-${String(owner.to)}`,
    fix: 'choose a port below 19000, for instance 8080',
  };
}
