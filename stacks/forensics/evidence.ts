import { Cpu, Memory, NodeAgent, OnChange, VaultSecret, type DomainStack } from 'kumiki';
import { AuditLog } from '../compliance/contracts';
import { WormStore } from '../external/contracts';
import { sized } from '../house';

/** Seals the audit journals of orders, ledger and login, minute by minute, in write-once storage. */
export function addEvidenceCollector(domain: DomainStack) {
  const evidenceCollector = new NodeAgent(domain, 'evidence-collector', {
    ...sized(domain, { cpu: Cpu.mhz(200), memory: Memory.mib(256) }),
  });

  evidenceCollector.connectTo(AuditLog, { may: ['append'] });

  evidenceCollector.connectTo(WormStore, { may: ['seal'] });
  evidenceCollector.addSecretFile(VaultSecret.kv('worm-store'), { file: 'worm-store.key', fields: ['key'], onChange: OnChange.ignore() });

  evidenceCollector.readAllocationDirectory({
    directory: '/var/lib/nomad/alloc',
    target: '/allocations',
    reason: 'books and records: journals are collected even when their process, its Docker daemon or the log driver is dead',
  });
}
