import { Cpu, DomainStack, EnvoyExtension, GrpcRule, Memory, Port, SecuritiesService } from 'kumiki';
import { estateOf } from 'kumiki/testing';
import { appWith } from '../support/program';

const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };

test('an extension asks its upstream at the listener of the sidecar, whatever the upstream says of itself', () => {
  const app = appWith();
  const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
  const check = new SecuritiesService(trading, 'purpose-check', { ...size, port: Port.grpc(9099) });
  new SecuritiesService(trading, 'orders', {
    ...size,
    port: Port.http(8080),
    extensions: [
      EnvoyExtension.externalAuthorization({ service: check.serviceName }),
      EnvoyExtension.openTelemetryAccessLog({ service: check.serviceName }),
    ],
  }).connectTo(check, { allow: [GrpcRule.service('envoy.service.auth.v3.Authorization')], localPort: 12_345 });

  expect(estateOf(app).entry('service-defaults', 'sec-orders')['EnvoyExtensions']).toEqual([
    {
      Name: 'builtin/ext-authz',
      Required: true,
      Arguments: { ProxyType: 'connect-proxy', Config: { GrpcService: { Target: { URI: '127.0.0.1:12345' } } } },
    },
    {
      Name: 'builtin/otel-access-logging',
      Required: false,
      Arguments: { ProxyType: 'connect-proxy', Config: { LogName: 'access', GrpcService: { Target: { URI: '127.0.0.1:12345' } } } },
    },
  ]);
});
