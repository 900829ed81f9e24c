import { opaqueFaults, type OpaqueFault, type OpaquePlace } from '../../envoy';
import type { ServiceSubject } from '../rule';

const NONE: readonly OpaqueFault[] = [];
const read = new WeakMap<object, { readonly consul: string; readonly faults: readonly OpaqueFault[] }>();

/** Faults in the configs that a service hands to its proxy, with their places below the service. They are read once for a service. */
export function serviceConfigFaults({ service: { Connect: connect }, facts }: ServiceSubject): readonly OpaqueFault[] {
  if (connect === undefined) return NONE;
  const { consul } = facts.engines;
  let known = read.get(connect);
  if (known?.consul !== consul) {
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
    known = { consul, faults: faults ?? NONE };
    read.set(connect, known);
  }
  return known.faults;
}
