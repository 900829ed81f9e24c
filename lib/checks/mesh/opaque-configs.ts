import { opaqueFaults, type OpaqueFault, type OpaquePlace } from '../../envoy';
import type { ServiceSubject } from '../rule';

const NONE: readonly OpaqueFault[] = [];
/** Of the last service: all rules about its configs look at it, before they go on. */
let last: { readonly connect: object; readonly consul: string; readonly faults: readonly OpaqueFault[] } | undefined;

/** Faults in the configs that a service hands to its proxy, with their places below the service. They are read once for a service. */
export function serviceConfigFaults({ service: { Connect: connect }, facts }: ServiceSubject): readonly OpaqueFault[] {
  if (connect === undefined) return NONE;
  const { consul } = facts.engines;
  if (last?.connect !== connect || last.consul !== consul) {
    let faults: OpaqueFault[] | undefined;
    const look = (config: Readonly<Record<string, unknown>> | undefined, place: OpaquePlace, at: () => string): void => {
      for (const fault of opaqueFaults(config, place, consul)) (faults ??= []).push({ ...fault, at: `${at()}.${fault.at}` });
    };
    const proxy = connect.SidecarService?.Proxy;
    look(proxy?.Config, 'proxy', () => 'Connect.SidecarService.Proxy.Config');
    proxy?.Upstreams?.forEach(({ Config }, index) => {
      look(Config, 'upstream', () => `Connect.SidecarService.Proxy.Upstreams[${String(index)}].Config`);
    });
    look(connect.Gateway?.Proxy?.Config, 'gateway', () => 'Connect.Gateway.Proxy.Config');
    last = { connect, consul, faults: faults ?? NONE };
  }
  return last.faults;
}
