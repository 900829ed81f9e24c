import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  HttpRule,
  Memory,
  OnChange,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { SftpExchange } from '../external/contracts';
import { sized } from '../house';
import { Notify } from '../notification/contracts';

/** Securities master of today. */
export function addInstrumentLoad(domain: DomainStack, to: Record<'instruments', ICallable>) {
  const instrumentLoad = new BatchJob(domain, 'instrument-load', {
    trigger: Trigger.schedule('0 5 * * 1-5'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('05:45')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(3) }),
  });

  instrumentLoad.connectTo(to.instruments, { allow: [HttpRule.post('/instruments/load')] });
  instrumentLoad.connectTo(Notify, { may: ['send'] });

  instrumentLoad.connectTo(SftpExchange);
  instrumentLoad.addSecretFile(VaultSecret.kv('vendor'), { file: 'vendor.key', fields: ['ssh_key'], onChange: OnChange.ignore() });
}
