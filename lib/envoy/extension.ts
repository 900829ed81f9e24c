import { reasonProblem } from '../mesh';
import type { Finding } from '../problems';
import type { Json } from '../terraform';
import { show, Value } from '../values';

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
  readonly model: EnvoyExtensionModel;

  private constructor(model: EnvoyExtensionModel, problem?: Finding) {
    super(problem);
    this.model = model;
  }

  /**
   * A Lua filter (`builtin/lua`).
   * @param options.listener requests coming in or going out; @param options.script Lua with `envoy_on_request` or `envoy_on_response`
   */
  static lua(this: void, options: { readonly listener: 'inbound' | 'outbound'; readonly script: string }): EnvoyExtension {
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

  /**
   * Asks another service of the mesh whether a request may pass (`builtin/ext-authz`), by gRPC.
   * @param options.service Consul name of the authorizer, which must be an upstream of the service
   */
  static externalAuthorization(this: void, options: { readonly service: string }): EnvoyExtension {
    return new EnvoyExtension({
      Name: 'builtin/ext-authz',
      Required: true,
      Arguments: { ProxyType: 'connect-proxy', Config: { GrpcService: { Target: { Service: { Name: options.service } } } } },
    });
  }

  /** Access log over OpenTelemetry (`builtin/otel-access-logging`). @param options.service Consul name of the collector, which must be an upstream */
  static openTelemetryAccessLog(this: void, options: { readonly service: string }): EnvoyExtension {
    return new EnvoyExtension({
      Name: 'builtin/otel-access-logging',
      Required: false,
      Arguments: {
        ProxyType: 'connect-proxy',
        Config: { LogName: 'access', GrpcService: { Target: { Service: { Name: options.service } } } },
      },
    });
  }

  /**
   * Changes one scalar of the generated Envoy configuration (`builtin/property-override`). Nothing checks it before Envoy.
   * @param options.path field as Consul's extension names it; transport sockets are refused, because that is mutual TLS
   * @param options.reason why no typed setting serves, at least 10 characters
   */
  static propertyOverride(
    this: void,
    options: {
      readonly resource: 'cluster' | 'cluster-load-assignment' | 'listener' | 'route';
      readonly direction: 'inbound' | 'outbound';
      readonly path: string;
      readonly value: string | number | boolean;
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
