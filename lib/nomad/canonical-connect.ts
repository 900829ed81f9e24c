import type { ApiJson } from './api-json';
import { canonicalizeResources, canonicalizeVolumeMounts, fillLogConfig, SECOND } from './canonical-resources';
import { dropEmpty, type Draft, type SidecarTaskDraft } from './job-draft';
import type { ConsulConnect, ConsulGateway, ConsulProxy } from './job.generated';

export function canonicalizeConnect(connect: Draft<ApiJson<ConsulConnect>>): void {
  const { SidecarService: sidecar, SidecarTask: task, Gateway: gateway } = connect;
  if (sidecar !== undefined) {
    dropEmpty(sidecar, ['Tags', 'Meta']);
    if (sidecar.Proxy !== undefined) canonicalizeProxy(sidecar.Proxy);
  }
  if (task !== undefined) canonicalizeSidecarTask(task);
  if (gateway !== undefined) canonicalizeGateway(gateway);
}

function canonicalizeProxy(proxy: Draft<ApiJson<ConsulProxy>>): void {
  dropEmpty(proxy, ['Upstreams', 'Config']);
  for (const upstream of proxy.Upstreams ?? []) dropEmpty(upstream, ['Config']);
  if (proxy.TransparentProxy !== undefined)
    dropEmpty(proxy.TransparentProxy, ['ExcludeInboundPorts', 'ExcludeOutboundCIDRs', 'ExcludeOutboundPorts', 'ExcludeUIDs']);
  // Two old spellings that win over today's.
  const expose = proxy.ExposeConfig ?? proxy.Expose;
  if (proxy.Expose !== undefined) dropEmpty(proxy.Expose, ['Path', 'Paths']);
  delete proxy.ExposeConfig;
  if (expose === undefined) return;
  const { Path: path, Paths: paths = path } = expose;
  proxy.Expose = path === undefined && paths === undefined ? {} : { Paths: path ?? paths };
}

/** One that names no resources asks for the defaults of a task, not for those of a sidecar. */
function canonicalizeSidecarTask(task: SidecarTaskDraft): void {
  dropEmpty(task, ['Config', 'Env', 'Meta']);
  task.Resources = canonicalizeResources(task.Resources ?? {});
  task.LogConfig = fillLogConfig(task.LogConfig ?? {});
  task.KillTimeout ??= 5 * SECOND;
  task.ShutdownDelay ??= 0;
  canonicalizeVolumeMounts(task);
}

function canonicalizeGateway({ Proxy: proxy, Ingress: ingress, Terminating: terminating }: Draft<ApiJson<ConsulGateway>>): void {
  if (proxy !== undefined) {
    proxy.ConnectTimeout ??= 5 * SECOND;
    dropEmpty(proxy, ['EnvoyGatewayBindAddresses', 'Config']);
  }
  if (ingress !== undefined) {
    dropEmpty(ingress, ['Listeners']);
    for (const listener of ingress.Listeners ?? []) {
      if (listener.Protocol === undefined || (listener.Protocol as string) === '') listener.Protocol = 'tcp';
      dropEmpty(listener, ['Services']);
      for (const service of listener.Services ?? []) dropEmpty(service, ['Hosts']);
    }
  }
  if (terminating !== undefined) dropEmpty(terminating, ['Services']);
}
