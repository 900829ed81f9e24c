import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttp } from 'node:http';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { EngineApi } from './engine-api';
import type { Request } from './probes';

const TIMEOUT_MS = 10_000;

interface Leaf {
  readonly CertPEM: string;
  readonly PrivateKeyPEM: string;
}

interface Instance {
  readonly ServiceAddress: string;
  readonly ServicePort: number;
}

/**
 * Speaks to sidecars as a service that it is not: with a certificate of the mesh for that service, which an operator of
 * Consul may have. So it can ask what the service's own sidecar would never send.
 */
export class MeshClient {
  readonly #consul: EngineApi;
  readonly #leaves = new Map<string, Promise<Leaf>>();
  readonly #instances = new Map<string, Promise<readonly Instance[]>>();

  /** @param consul as its operator */
  constructor(consul: EngineApi) {
    this.#consul = consul;
  }

  /** What a destination's sidecar answers to a caller: a status, or why there was no answer. */
  async ask(caller: string, callee: string, protocol: string, request: Request | 'connection'): Promise<number | string> {
    const leaf = await once(this.#leaves, caller, () => this.#consul.get<Leaf>(`/v1/agent/connect/ca/leaf/${caller}`));
    const [instance] = await once(this.#instances, callee, () =>
      this.#consul.get<Instance[]>(`/v1/catalog/service/${callee}-sidecar-proxy`),
    );
    if (instance === undefined) return `${callee} has no sidecar in the catalog`;
    const socket = await dial(instance, leaf, protocol);
    try {
      if (request === 'connection') return await echoed(socket);
      return protocol === 'http' ? await askHttp(socket, request) : await askHttp2(socket, request, protocol);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      socket.destroy();
    }
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const there = known.get(key) ?? make();
  known.set(key, there);
  return there;
}

function dial({ ServiceAddress, ServicePort }: Instance, { CertPEM, PrivateKeyPEM }: Leaf, protocol: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: ServiceAddress,
      port: ServicePort,
      cert: CertPEM,
      key: PrivateKeyPEM,
      // Its certificate names a SPIFFE identity and no host.
      rejectUnauthorized: false,
      ...(protocol === 'http' || protocol === 'tcp' ? {} : { ALPNProtocols: ['h2'] }),
    });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer')));
    socket.once('secureConnect', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

const WORD = 'is this connection permitted?';

/**
 * tcp: a stand-in gives every word back. Envoy decides at the caller's first byte, so that a greeting of the callee is heard
 * even on a connection that is not permitted.
 */
function echoed(socket: TLSSocket): Promise<number | string> {
  return new Promise((resolve) => {
    let heard = '';
    socket.on('data', (data) => {
      heard += String(data);
      if (heard.includes(WORD)) resolve(200);
    });
    for (const end of ['close', 'error'] as const)
      socket.once(end, () => {
        resolve('closed');
      });
    socket.write(`${WORD}\n`);
  });
}

function askHttp(socket: TLSSocket, { method, path, headers }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = requestHttp({ createConnection: () => socket, method, path, headers: { host: 'mesh', ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** gRPC: not compressed, of length 0. */
const EMPTY_MESSAGE = Buffer.alloc(5);

function askHttp2(socket: TLSSocket, { method, path, headers }: Request, protocol: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2('https://mesh', { createConnection: () => socket });
    session.on('error', reject);
    const grpc = protocol === 'grpc' ? { 'content-type': 'application/grpc', te: 'trailers' } : {};
    const sent = session.request({ ':method': method, ':path': path, ...grpc, ...headers }, { endStream: protocol !== 'grpc' });
    // gRPC says a refusal as status 7 of its own, in an answer of 200.
    sent.on('response', (answer) => {
      const refused = answer['grpc-status'] === '7';
      resolve(refused ? 403 : Number(answer[':status']));
    });
    sent.on('error', reject);
    if (protocol === 'grpc') sent.end(EMPTY_MESSAGE);
  });
}
