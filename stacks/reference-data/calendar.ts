import { Callers, ConsulKey, Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, type DomainStack } from 'kumiki';
import { instances, Priority, sized } from '../house';
import { TradingCalendar } from './contracts';

/** Trading days, sessions, ad-hoc closures. */
export function addTradingCalendar(domain: DomainStack) {
  const tradingCalendar = new SecuritiesService(domain, 'trading-calendar', {
    contract: TradingCalendar,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 4 }),
    priority: Priority.trading,
    callers: [
      Callers.domain('settlement', { may: ['read'] }),
      Callers.service('mini-pricing', { may: ['read'] }),
      Callers.domain('trading', { may: ['read'] }),
    ],
  });

  tradingCalendar.readConfig(ConsulKey.own('closures'), { file: 'closures.json', onChange: OnChange.signal('SIGHUP') });
  // The afternoon session ends half an hour later since that day.
  tradingCalendar.addConfigFile('sessions.json', { effective: '2024-11-05', am: ['09:00', '11:30'], pm: ['12:30', '15:30'] });
}
