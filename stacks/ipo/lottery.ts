import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  GrpcRule,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Port,
  Rollout,
  SecuritiesService,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ICallable,
} from 'kumiki';
import { sized } from '../house';
import { Notify } from '../notification/contracts';

/** Draws; reproducible from a published seed. */
export function addIpoLottery(domain: DomainStack, to: Record<'ipoApplications', ICallable>) {
  const ipoLottery = new SecuritiesService(domain, 'ipo-lottery', {
    port: Port.grpc(9090),
    ...sized(domain, { cpu: Cpu.mhz(1000), memory: Memory.gib(1) }),
    rollout: Rollout.stopThenStart('one draw, one writer'),
  });

  ipoLottery.connectTo(to.ipoApplications, {
    allow: [HttpRule.get(HttpPath.template('/ipo/applications/by-offering/{id}')), HttpRule.post('/ipo/applications/results')],
  });

  ipoLottery.addSecretFile(VaultSecret.kv('seed'), { file: 'seed', fields: ['seed'], onChange: OnChange.ignore() });

  return ipoLottery;
}

/** Draws offerings that close today. */
export function addIpoLotteryRun(domain: DomainStack, to: Record<'ipoLottery' | 'ipoOfferings', ICallable>) {
  const ipoLotteryRun = new BatchJob(domain, 'ipo-lottery-run', {
    trigger: Trigger.schedule('15 19 * * 1-5'),
    expectedDuration: Duration.minutes(30),
    finishBy: Deadline.at(TimeOfDay.of('20:30')),
    ...sized(domain, { cpu: Cpu.mhz(2000), memory: Memory.gib(2) }),
  });

  ipoLotteryRun.connectTo(to.ipoLottery, { allow: [GrpcRule.method('ipo.v1.Lottery/Draw'), GrpcRule.method('ipo.v1.Lottery/Proof')] });
  ipoLotteryRun.connectTo(to.ipoOfferings, { allow: [HttpRule.get('/offerings'), HttpRule.get(HttpPath.template('/offerings/{id}'))] });
  ipoLotteryRun.connectTo(Notify, { may: ['send'] });
}
