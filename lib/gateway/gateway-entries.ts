import type { EntryModel } from '../consul';
import { pathRegex, requestKey, type RequestMatch } from '../mesh';
import { stableHash, type Duration } from '../values';
import { CERTIFICATE_FILES } from './gateway-job';

/** Headers a filter adds, replaces or removes. */
export interface HeaderFilter {
  /** Headers that are added to what is there. @default - none */
  readonly add?: Readonly<Record<string, string>>;
  /** Headers that replace what is there. @default - none */
  readonly set?: Readonly<Record<string, string>>;
  /** Names of headers that are taken out. @default - none */
  readonly remove?: readonly string[];
}

/** What the edge does with the requests of one route. */
export interface RouteModel {
  /** Consul service name of the target. */
  readonly to: string;
  readonly host: string;
  readonly request: RequestMatch;
  /** Path sent on instead of the matched prefix. */
  readonly rewritePrefix: string | undefined;
  readonly requestTimeout: Duration | undefined;
  readonly idleTimeout: Duration | undefined;
  readonly requestHeaders: HeaderFilter | undefined;
  readonly responseHeaders: HeaderFilter | undefined;
  /** Retries when the target was not reached. */
  readonly connectRetries: number | undefined;
  /** Share among the targets of one host and path. */
  readonly weight: number;
}

/** Headers every answer of a public edge carries, unless a route sets them itself. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Cipher suites of TLS 1.2: forward secrecy and GCM only. TLS 1.3 suites cannot be chosen. */
const CIPHER_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
];

/** Name of the HTTPS listener; routes attach to it. */
export const HTTPS_LISTENER = 'https';

/** The gateway's listener and its certificate. Hosts stand on the routes: listeners on one port must share hostname and protocol. */
export function gatewayEntries(name: string, port: number): EntryModel[] {
  const certificate = `${name}-tls`;
  return [
    {
      kind: 'file-system-certificate',
      name: certificate,
      entry: { Certificate: CERTIFICATE_FILES.certificate, PrivateKey: CERTIFICATE_FILES.privateKey },
    },
    {
      kind: 'api-gateway',
      name,
      entry: {
        Listeners: [
          {
            Name: HTTPS_LISTENER,
            Port: port,
            Protocol: 'http',
            Hostname: '',
            TLS: {
              MinVersion: 'TLSv1_2',
              MaxVersion: 'TLSv1_3',
              CipherSuites: CIPHER_SUITES,
              Certificates: [{ Kind: 'file-system-certificate', Name: certificate }],
            },
          },
        ],
      },
    },
  ];
}

/** One http-route per group of targets that share host and path; several targets share it by weight. */
export function routeEntry(gateway: string, routes: readonly [RouteModel, ...RouteModel[]]): EntryModel {
  const [first] = routes;
  const { path, methods } = first.request;
  const Path =
    path.kind === 'exact' || path.kind === 'prefix'
      ? ({ Match: path.kind, Value: path.value } as const)
      : ({ Match: 'regex', Value: pathRegex(path) } as const);
  const requestHeaders = headerMembers(first.requestHeaders);
  const responseHeaders = headerMembers({ ...first.responseHeaders, set: { ...RESPONSE_HEADERS, ...first.responseHeaders?.set } });
  return {
    kind: 'http-route',
    name: routeName(gateway, first),
    entry: {
      Parents: [{ Kind: 'api-gateway', Name: gateway, SectionName: HTTPS_LISTENER }],
      Hostnames: [first.host],
      Rules: [
        {
          Matches: methods.length === 0 ? [{ Path }] : methods.map((Method) => ({ Path, Method })),
          Filters: {
            ...(requestHeaders === undefined ? {} : { Headers: [requestHeaders] }),
            ...(first.rewritePrefix === undefined ? {} : { URLRewrite: { Path: first.rewritePrefix } }),
            ...(first.requestTimeout === undefined && first.idleTimeout === undefined
              ? {}
              : {
                  TimeoutFilter: {
                    ...(first.requestTimeout === undefined ? {} : { RequestTimeout: first.requestTimeout }),
                    ...(first.idleTimeout === undefined ? {} : { IdleTimeout: first.idleTimeout }),
                  },
                }),
            ...(first.connectRetries === undefined
              ? {}
              : { RetryFilter: { NumRetries: first.connectRetries, RetryOn: ['connect-failure'], RetryOnConnectFailure: true } }),
          },
          ResponseFilters: responseHeaders === undefined ? {} : { Headers: [responseHeaders] },
          Services: [...routes].sort((a, b) => (a.to < b.to ? -1 : 1)).map(({ to, weight }) => ({ Name: to, Weight: weight })),
        },
      ],
    },
  };
}

/** Name of a route entry: gateway, host and what is matched. Targets come and go without a new name; two spellings never share one. */
function routeName(gateway: string, { host, request }: Pick<RouteModel, 'host' | 'request'>): string {
  const words = `${host}-${request.path.kind}-${request.path.value}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${gateway}.${words}-${stableHash(requestKey(request)).toString(16).padStart(8, '0')}`;
}

function headerMembers(filter: HeaderFilter | undefined): Readonly<Record<string, unknown>> | undefined {
  const { add = {}, set = {}, remove = [] } = filter ?? {};
  if (Object.keys(add).length + Object.keys(set).length + remove.length === 0) return undefined;
  return {
    ...(Object.keys(add).length > 0 ? { Add: add } : {}),
    ...(Object.keys(set).length > 0 ? { Set: set } : {}),
    ...(remove.length > 0 ? { Remove: [...remove].sort() } : {}),
  };
}

/** TLS from the gateway to an external system. */
export interface OriginatedTls {
  /** Certificate authorities the gateway trusts for it: a file in its Envoy image, `/etc/ssl/certs/ca-certificates.crt`. */
  readonly caFile: string;
  /** Name asked for, and expected in the certificate (`SNI`). */
  readonly serverName: string;
}

/** An external system a terminating gateway stands for. */
export interface LinkedSystem {
  /** Consul service name. */
  readonly service: string;
  /** Undefined: the gateway sends on what it gets; an application may speak TLS itself over tcp. */
  readonly tls: OriginatedTls | undefined;
}

/** Services a terminating gateway stands for. */
export function terminatingGatewayEntry(name: string, linked: readonly LinkedSystem[]): EntryModel {
  const Services = [...linked]
    .sort((a, b) => (a.service < b.service ? -1 : 1))
    .map(({ service, tls }) => ({ Name: service, ...(tls === undefined ? {} : { CAFile: tls.caFile, SNI: tls.serverName }) }));
  return { kind: 'terminating-gateway', name, entry: { Services } };
}
