import { opaqueFaults, type OpaqueFault, type OpaquePlace } from '../../envoy';
import type { ServiceSubject } from '../rule';

const read = new WeakMap<object, { readonly consul: string; readonly faults: readonly OpaqueFault[] }>();

/** Faults in the configs that a service hands to its proxy, with their places below the service. Each config is read once. */
export function* serviceConfigFaults({ service: { Connect: connect }, facts }: ServiceSubject): Generator<OpaqueFault> {
  if (connect === undefined) return;
  const { consul } = facts.engines;
  const proxy = connect.SidecarService?.Proxy;
  yield* faultsOf(proxy?.Config, 'proxy', 'Connect.SidecarService.Proxy.Config', consul);
  for (const [index, { Config }] of (proxy?.Upstreams ?? []).entries())
    yield* faultsOf(Config, 'upstream', `Connect.SidecarService.Proxy.Upstreams[${String(index)}].Config`, consul);
  yield* faultsOf(connect.Gateway?.Proxy?.Config, 'gateway', 'Connect.Gateway.Proxy.Config', consul);
}

function* faultsOf(
  config: Readonly<Record<string, unknown>> | undefined,
  place: OpaquePlace,
  at: string,
  consul: string,
): Generator<OpaqueFault> {
  if (config === undefined) return;
  let known = read.get(config);
  if (known?.consul !== consul) {
    known = { consul, faults: opaqueFaults(config, place, consul) };
    read.set(config, known);
  }
  for (const fault of known.faults) yield { ...fault, at: `${at}.${fault.at}` };
}
