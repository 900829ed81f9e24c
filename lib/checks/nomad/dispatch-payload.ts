import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { escapesAllocation } from './escapes-allocation';

/** Where the payload of a dispatched job is written. */
export const dispatchPayload: JobRule<'task'> = {
  code: 'NOMAD-DISPATCH-PAYLOAD',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, DispatchPayloadConfig.Validate',
  check({ task: { DispatchPayload: block } }, say) {
    const { File: file = '' } = block ?? {};
    if (!escapesAllocation(['task', 'local'], file)) return;
    say('DispatchPayload.File', { message: 'the file lies outside of the allocation', value: file, fix: 'write a path below local/' });
  },
  trips: { DispatchPayload: { File: '../../../order.json' } },
  passes: { DispatchPayload: { File: 'order.json' } },
};
