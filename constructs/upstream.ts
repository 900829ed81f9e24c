/** A destination as the caller's tasks see it: on 127.0.0.1, where the sidecar listens. Literal, known at synth. */
export class Upstream {
  /** Consul service name of the destination. */
  readonly destination: string;
  /** Where the sidecar listens: always the instance itself. */
  readonly host = '127.0.0.1';
  /** Port of the sidecar's listener for this destination (`LocalBindPort`), 10000 to 18999 unless `localPort` said another. */
  readonly port: number;

  /** Made by connectTo. @internal */
  constructor(destination: string, port: number) {
    this.destination = destination;
    this.port = port;
  }

  /** `127.0.0.1:13482`: for gRPC and tcp. */
  get address(): string {
    return `${this.host}:${String(this.port)}`;
  }

  /** `http://127.0.0.1:13482`: plain, because the sidecar adds mutual TLS. */
  get url(): string {
    return `http://${this.address}`;
  }
}

/** A destination outside of the mesh, reached at its own addresses. */
export class DirectUpstream {
  /** Consul service name of the destination, though no sidecar knows it. */
  readonly destination: string;
  /** `host:port` of every entry point, as the contract has them for this environment. */
  readonly addresses: readonly string[];

  /** Made by connectTo. @internal */
  constructor(destination: string, addresses: readonly string[]) {
    this.destination = destination;
    this.addresses = addresses;
  }

  /** All addresses, comma between: the form of Kafka's `bootstrap.servers`. */
  get address(): string {
    return this.addresses.join(',');
  }
}
