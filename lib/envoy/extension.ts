import type { Finding } from '../problems';
import type { Json } from '../terraform';
import { reasonProblem, show, Value } from '../values';

/** One Envoy extension of a service, Consul's `EnvoyExtensions[]`. */
export interface EnvoyExtensionModel {
  readonly Name: string;
  readonly Required: boolean;
  readonly Arguments: Readonly<Record<string, Json>>;
}

/**
 * An Envoy extension that Consul builds into the sidecar. `required` closes the listener when the extension cannot be
 * built, instead of opening it without: the default for all of them.
 */
export class EnvoyExtension extends Value {
  /** The extension in Consul's own words. */
  readonly model: EnvoyExtensionModel;

  /** Consul name of the upstream the extension asks; undefined where it asks none. */
  readonly upstream: string | undefined;

  private constructor(model: EnvoyExtensionModel, problem?: Finding, upstream?: string) {
    super(problem);
    this.model = model;
    this.upstream = upstream;
  }

  /**
   * The extension as a sidecar gets it: it asks its upstream at the sidecar's own listener. By the name of the service it would
   * look for a cluster that Consul calls otherwise as soon as the upstream says a timeout of its own, and every request would
   * be refused.
   *
   * @internal
   */
  modelAt(localPort: number | undefined): EnvoyExtensionModel {
    if (this.upstream === undefined || localPort === undefined) return this.model;
    const { Config } = this.model.Arguments as { readonly Config: Readonly<Record<string, Json>> };
    const GrpcService = { Target: { URI: `127.0.0.1:${String(localPort)}` } };
    return { ...this.model, Arguments: { ...this.model.Arguments, Config: { ...Config, GrpcService } } };
  }

  /** A Lua filter (`builtin/lua`). */
  static lua(
    this: void,
    options: {
      /** Which requests it sees: those coming in, or those going out. */
      readonly listener: 'inbound' | 'outbound';
      /** Lua that defines `envoy_on_request` or `envoy_on_response`; VALUE-INVALID otherwise. */
      readonly script: string;
    },
  ): EnvoyExtension {
    const handler = /function\s+envoy_on_(request|response)\b/.test(options.script);
    return new EnvoyExtension(
      {
        Name: 'builtin/lua',
        Required: true,
        Arguments: { ProxyType: 'connect-proxy', Listener: options.listener, Script: options.script },
      },
      handler
        ? undefined
        : {
            code: 'VALUE-INVALID',
            message: 'the Lua script defines neither envoy_on_request nor envoy_on_response',
            value: show(options.script),
            fix: 'define the function Envoy calls',
          },
    );
  }

  /** Asks another service of the mesh whether a request may pass (`builtin/ext-authz`), by gRPC. */
  static externalAuthorization(
    this: void,
    options: {
      /** Consul name of the authorizer, which must be an upstream of the service. */
      readonly service: string;
    },
  ): EnvoyExtension {
    return new EnvoyExtension(
      {
        Name: 'builtin/ext-authz',
        Required: true,
        Arguments: { ProxyType: 'connect-proxy', Config: { GrpcService: { Target: { Service: { Name: options.service } } } } },
      },
      undefined,
      options.service,
    );
  }

  /** Access log over OpenTelemetry (`builtin/otel-access-logging`). Requests pass even when it cannot be built. */
  static openTelemetryAccessLog(
    this: void,
    options: {
      /** Consul name of the collector, which must be an upstream of the service. */
      readonly service: string;
    },
  ): EnvoyExtension {
    return new EnvoyExtension(
      {
        Name: 'builtin/otel-access-logging',
        Required: false,
        Arguments: {
          ProxyType: 'connect-proxy',
          Config: { LogName: 'access', GrpcService: { Target: { Service: { Name: options.service } } } },
        },
      },
      undefined,
      options.service,
    );
  }

  /**
   * Changes one scalar of the generated Envoy configuration (`builtin/property-override`). Nothing checks it before Envoy.
   */
  static propertyOverride(
    this: void,
    options: {
      /** Kind of Envoy resource (`ResourceType`). */
      readonly resource: 'cluster' | 'cluster-load-assignment' | 'listener' | 'route';
      /** Traffic it serves (`TrafficDirection`). */
      readonly direction: 'inbound' | 'outbound';
      /** Field as Consul's extension names it. Transport sockets are refused, because that is mutual TLS (VALUE-INVALID). */
      readonly path: string;
      /** What it becomes. */
      readonly value: string | number | boolean;
      /** Why no typed setting serves, at least 10 characters; the reviewer reads it. */
      readonly reason: string;
    },
  ): EnvoyExtension {
    const tls: Finding | undefined = options.path.includes('transport_socket')
      ? {
          code: 'VALUE-INVALID',
          message: 'a property override on a transport socket would replace mutual TLS',
          value: show(options.path),
          fix: 'leave TLS to Consul',
        }
      : undefined;
    return new EnvoyExtension(
      {
        Name: 'builtin/property-override',
        Required: true,
        Arguments: {
          ProxyType: 'connect-proxy',
          // One patch stands alone: Consul gives a list of one back as its member, which would be a permanent difference.
          Patches: {
            ResourceFilter: { ResourceType: options.resource, TrafficDirection: options.direction },
            Op: 'add',
            Path: options.path,
            Value: options.value,
          },
        },
      },
      tls ?? reasonProblem('EnvoyExtension.propertyOverride', options.reason),
    );
  }
}
