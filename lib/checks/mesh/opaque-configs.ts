import { opaqueFaults, type OpaqueFault, type OpaquePlace } from '../../envoy';
import { ofLast } from '../../model';
import type { ApiJson, ConsulConnect } from '../../nomad';
import type { ServiceSubject } from '../rule';

const NONE: readonly OpaqueFault[] = [];

/** Faults in the configs that a service hands to its proxy, with their places below the service, found once for all rules about them. */
export function serviceConfigFaults({ service: { Connect: connect }, facts }: ServiceSubject): readonly OpaqueFault[] {
  return connect === undefined ? NONE : configFaults(connect, facts.engines.consul);
}

const configFaults = ofLast((connect: ApiJson<ConsulConnect>, consul: string): readonly OpaqueFault[] => {
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
  return faults ?? NONE;
});
