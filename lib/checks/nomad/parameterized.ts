import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const PAYLOADS = ['optional', 'required', 'forbidden'];

/** A job that waits to be dispatched. */
export const parameterized: JobRule<'job'> = {
  code: 'NOMAD-PARAMETERIZED',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate and ParameterizedJobConfig.Validate',
  check({ job }, say) {
    const { ParameterizedJob: config, Type: type } = job;
    if (config === undefined) return;
    if (type !== 'batch' && type !== 'sysbatch') {
      const fix = "write Type 'batch', or remove ParameterizedJob";
      say('ParameterizedJob', {
        message: 'only batch and sysbatch jobs take parameters',
        value: show(type),
        limit: 'batch, sysbatch',
        fix,
      });
    }
    const payload: string = config.Payload ?? '';
    if (!PAYLOADS.includes(payload)) {
      const fix = 'write one of them, or leave Payload out for optional';
      say('ParameterizedJob.Payload', { message: 'a payload is one of three', value: show(payload), limit: PAYLOADS.join(', '), fix });
    }
    const { MetaRequired: required = [], MetaOptional: optional = [] } = config;
    const both = optional.find((key) => required.includes(key));
    if (both === undefined) return;
    say('ParameterizedJob.MetaOptional', {
      message: 'a meta key is required and optional at once',
      value: show(both),
      fix: 'remove it from one of the lists',
    });
  },
  trips: { Type: 'service', ParameterizedJob: {} },
  passes: { Type: 'batch', ParameterizedJob: { MetaRequired: ['day'], MetaOptional: ['desk'] } },
};
