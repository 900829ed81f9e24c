import type { ApiJson, Service, TaskGroup } from '../../nomad';
import { proxyPrefix } from './injected-tasks';

/** A port that Nomad adds to the first network of a group when it takes a job. */
export interface InjectedPort {
  readonly label: string;
  /** Which service of the group it is for. */
  readonly service: number;
}

const NONE: readonly InjectedPort[] = [];

/** Ports of sidecars and gateways; a dynamic port that is there already is not added again. */
export function injectedPorts(group: ApiJson<TaskGroup>): readonly InjectedPort[] {
  const [network] = group.Networks ?? [];
  if (network === undefined) return NONE;
  let ports: InjectedPort[] | undefined;
  group.Services?.forEach((service, index) => {
    const label = portLabel(service);
    if (label === undefined || network.DynamicPorts?.some(({ Label }) => Label === label) === true) return;
    if (ports?.some((port) => port.label === label) === true) return;
    (ports ??= []).push({ label, service: index });
  });
  return ports ?? NONE;
}

function portLabel({ Connect: connect, Name: name = '', PortLabel: port = '' }: ApiJson<Service>): string | undefined {
  if (connect === undefined) return undefined;
  const prefix = proxyPrefix(connect);
  const generated = `${prefix ?? ''}-${name}`;
  if (prefix === 'connect-proxy') return (connect.SidecarService?.Port ?? '') === '' ? generated : connect.SidecarService?.Port;
  if (prefix === 'connect-mesh') return `${generated}-lan`;
  return prefix === 'connect-terminating' && connect.Gateway?.Terminating !== undefined && port === '' ? generated : undefined;
}
