import { HttpPath } from '../mesh';
import type { Finding } from '../problems';
import { Duration, Value, reasonProblem } from '../values';

/** How often and how long a check asks. */
export interface HealthCheckOptions {
  /** How long a new instance may fail before it is restarted (`CheckRestart.Grace`). @default 30 seconds */
  readonly startup?: Duration;
  /** Time between two checks, at least 1 second. @default 10 seconds */
  readonly interval?: Duration;
  /** Longest time for an answer, at least 1 second and below the interval. @default 2 seconds */
  readonly timeout?: Duration;
  /** Name of one of the service's further `ports` that answers instead of the main one. @default - the main port */
  readonly port?: string;
}

/** What a check asks. */
export type HealthProbe =
  | { readonly type: 'http'; readonly path: string }
  | { readonly type: 'grpc'; readonly service: string }
  | { readonly type: 'script'; readonly command: string; readonly args: readonly string[] }
  | { readonly type: 'none'; readonly reason: string };

/** Failures in a row after which an instance is restarted (`CheckRestart.Limit`). */
export const CHECK_RESTART_LIMIT = 3;

/**
 * How the platform sees that an instance works. HTTP and gRPC checks go around mutual TLS through a listener of the
 * sidecar for exactly this path, so the path may show nothing but health; `/` is refused.
 */
export class HealthCheck extends Value {
  /** What is asked, as plain data. */
  readonly probe: HealthProbe;
  /** How long a new instance may fail before it is restarted (`CheckRestart.Grace`). */
  readonly startup: Duration;
  /** Time between two checks. */
  readonly interval: Duration;
  /** Longest time for an answer. */
  readonly timeout: Duration;
  /** Name of the further port that answers; undefined for the main one. */
  readonly port: string | undefined;

  private constructor(probe: HealthProbe, options: HealthCheckOptions, problem?: Finding) {
    const interval = options.interval ?? Duration.seconds(10);
    const timeout = options.timeout ?? Duration.seconds(2);
    super(problem ?? options.startup?.problem ?? interval.problem ?? timeout.problem ?? timing(interval, timeout));
    this.probe = probe;
    this.startup = options.startup ?? Duration.seconds(30);
    this.interval = interval;
    this.timeout = timeout;
    this.port = options.port;
  }

  /** `GET path` answers 2xx. @param path exact path, not `/` (NOMAD-RULE) */
  static http(this: void, path: string, options: HealthCheckOptions = {}): HealthCheck {
    const root: Finding | undefined =
      path === '/'
        ? {
            code: 'NOMAD-RULE',
            message: "the health path '/' would open the whole application around mutual TLS and intentions",
            value: "'/'",
            fix: "serve health on a path of its own, for instance '/ready'",
          }
        : undefined;
    return new HealthCheck({ type: 'http', path }, options, root ?? HttpPath.exact(path).problem);
  }

  /** The standard `grpc.health.v1.Health/Check` answers SERVING. */
  static grpc(
    this: void,
    options: HealthCheckOptions & {
      /** Name of the gRPC service asked for. @default - the server as a whole */
      readonly service?: string;
    } = {},
  ): HealthCheck {
    return new HealthCheck({ type: 'grpc', service: options.service ?? '' }, options);
  }

  /** A command in the task exits with 0: for tcp services, whose port Consul cannot check through the mesh. */
  static script(this: void, command: string, args: readonly string[] = [], options: Omit<HealthCheckOptions, 'port'> = {}): HealthCheck {
    const absolute: Finding | undefined = command.startsWith('/')
      ? undefined
      : {
          code: 'VALUE-INVALID',
          message: 'the command of a script check is an absolute path in the image',
          value: command,
          fix: "for instance '/app/healthy'",
        };
    return new HealthCheck({ type: 'script', command, args }, options, absolute);
  }

  /** No check: a broken instance keeps its place in the mesh. @param reason at least 10 characters */
  static none(this: void, reason: string): HealthCheck {
    return new HealthCheck({ type: 'none', reason }, {}, reasonProblem('HealthCheck.none', reason));
  }
}

function timing(interval: Duration, timeout: Duration): Finding | undefined {
  const second = Duration.seconds(1);
  if (interval.compare(second) < 0 || timeout.compare(second) < 0) {
    return {
      code: 'NOMAD-RULE',
      message: 'interval and timeout of a check are at least 1 second',
      value: `interval ${interval.toString()}, timeout ${timeout.toString()}`,
      limit: '1s',
      fix: 'use whole seconds',
    };
  }
  if (timeout.compare(interval) < 0) return undefined;
  return {
    code: 'MESH-TIMEOUT',
    message: 'the timeout of a check is not below its interval',
    value: `timeout ${timeout.toString()}, interval ${interval.toString()}`,
    limit: `below ${interval.toString()}`,
    fix: 'lower the timeout or raise the interval',
  };
}
