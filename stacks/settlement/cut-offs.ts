import { ConsulKeys, type DomainStack } from 'kumiki';

/** Times after which an instruction waits for the next day. The depository publishes them once a year. */
export function addCutOffs(domain: DomainStack) {
  new ConsulKeys(domain, 'cut-offs', {
    values: { 'cut-offs': { equities: '14:00', funds: '15:30', cancellations: '16:00' } },
  });
}
