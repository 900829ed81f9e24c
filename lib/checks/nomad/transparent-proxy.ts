import type { ApiJson, ConsulTransparentProxy, TaskGroup } from '../../nomad';
import { show } from '../../values';
import { soundService } from '../example-job';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { isIpPrefix } from './ip-prefix';

const withProxy = (TransparentProxy: { readonly ExcludeOutboundCIDRs: readonly string[] }) =>
  soundService({ Connect: { SidecarService: { Proxy: { TransparentProxy } } } });

/** A sidecar that takes all the traffic of its group. */
export const transparentProxy: JobRule<'group'> = {
  code: 'NOMAD-TRANSPARENT-PROXY',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_connect.go, groupConnectUpstreamsValidate; structs/connect.go, ConsulTransparentProxy.Validate',
  check({ group }, say) {
    const services = group.Services ?? [];
    services.forEach(({ Connect: connect }, index) => {
      const proxy = connect?.SidecarService?.Proxy?.TransparentProxy;
      if (proxy === undefined) return;
      const at = `Services[${String(index)}].Connect.SidecarService.Proxy.TransparentProxy`;
      checkExclusions(proxy, group, at, say);
      if (
        proxy.NoDNS !== true &&
        group.Networks?.some(({ DNS: dns }) => [dns?.Servers, dns?.Searches, dns?.Options].some(isGiven)) === true
      ) {
        say(at, {
          message: 'names are looked up in Consul, and the network of the group says otherwise',
          value: 'Networks[].DNS',
          fix: 'write NoDNS: true, or remove DNS',
        });
      }
      if (services.filter(({ Connect }) => Connect !== undefined).length > 1) {
        say(at, {
          message: 'the traffic of a group can be taken by one sidecar alone',
          limit: 'one service with Connect in the group',
          fix: 'move the other services into groups of their own',
        });
      }
    });
  },
  trips: { Services: [withProxy({ ExcludeOutboundCIDRs: ['10.0.0.0'] })] },
  passes: { Services: [withProxy({ ExcludeOutboundCIDRs: ['10.0.0.0/8'] })] },
};

function isGiven(list: readonly string[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

function checkExclusions(proxy: ApiJson<ConsulTransparentProxy>, group: ApiJson<TaskGroup>, at: string, say: Say): void {
  proxy.ExcludeOutboundCIDRs?.forEach((prefix, index) => {
    if (isIpPrefix(prefix)) return;
    say(`${at}.ExcludeOutboundCIDRs[${String(index)}]`, {
      message: 'this is no range of addresses',
      value: show(prefix),
      limit: 'an address, a slash, and a number of bits',
      fix: "write for instance '10.0.0.0/8'",
    });
  });
  const uids: (readonly [field: string, uid: string])[] = (proxy.ExcludeUIDs ?? []).map((uid, index) => [
    `ExcludeUIDs[${String(index)}]`,
    uid,
  ]);
  if ((proxy.UID ?? '') !== '') uids.unshift(['UID', proxy.UID ?? '']);
  for (const [field, uid] of uids) {
    if (isUint16(uid)) continue;
    say(`${at}.${field}`, {
      message: 'this is no id of a user',
      value: show(uid),
      limit: '0 to 65535',
      fix: 'write the number of the user',
    });
  }
  proxy.ExcludeInboundPorts?.forEach((port, index) => {
    if (isUint16(port) || group.Networks?.some(({ ReservedPorts = [] }) => ReservedPorts.some(({ Label }) => Label === port)) === true)
      return;
    say(`${at}.ExcludeInboundPorts[${String(index)}]`, {
      message: 'the group has no static port of this label',
      value: show(port),
      limit: 'a number, or the label of a static port',
      fix: 'write the number of the port',
    });
  });
}

const DIGITS = /^\d+$/;

function isUint16(text: string): boolean {
  return DIGITS.test(text) && Number(text) <= 65_535;
}
