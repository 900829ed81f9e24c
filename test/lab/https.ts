import { request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Where a request over TLS goes: an address, and the name that is asked for there. */
export interface HttpsTarget {
  readonly address: string;
  readonly port: number;
  /** In the TLS handshake and in the request. */
  readonly host: string;
  /** Authorities that the client trusts, PEM. Undefined: the certificate is not looked at. */
  readonly ca: string | undefined;
}

export interface HttpsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly certificate: { readonly serial: string; readonly names: readonly string[]; readonly validTo: Date };
  readonly tls: string;
}

export type HttpsOptions = Pick<RequestOptions, 'ciphers' | 'headers' | 'maxVersion' | 'method' | 'minVersion'>;

const TIMEOUT_MS = 10_000;

/** One request on a connection of its own; rejects where no answer came, or the certificate is not to be trusted. */
export function https({ address, port, host, ca }: HttpsTarget, path: string, options: HttpsOptions = {}): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: address,
      port,
      path,
      servername: host,
      ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
      agent: false,
      timeout: TIMEOUT_MS,
      ...options,
      headers: { host, ...(options.headers as Record<string, string> | undefined) },
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${String(TIMEOUT_MS)} ms`)));
    sent.on('error', reject);
    sent.on('response', (response) => {
      const { socket } = response;
      if (!(socket instanceof TLSSocket)) throw new Error('a request over TLS has another socket');
      const { serialNumber, subjectaltname = '', valid_to } = socket.getPeerCertificate();
      const tls = socket.getProtocol() ?? '';
      let body = '';
      response.on('data', (data) => (body += String(data)));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          certificate: {
            serial: serialNumber,
            names: subjectaltname.split(', ').map((name) => name.replace(/^DNS:/, '')),
            validTo: new Date(valid_to),
          },
          tls,
        });
      });
    });
    sent.end();
  });
}
