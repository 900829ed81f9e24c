import type { ApiJson, Spread } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** How allocations are spread over the values of an attribute. */
export const spread: JobRule<'job'> = {
  code: 'NOMAD-SPREAD',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Spread.Validate, Job.Validate and TaskGroup.Validate',
  check({ job }, say) {
    const look = (list: readonly ApiJson<Spread>[] | undefined, at: string): void => {
      if (list === undefined) return;
      if (job.Type === 'system')
        say(`${at}Spreads`, { message: 'a system job runs on every server, so nothing is spread', fix: 'remove it' });
      else
        list.forEach((one, index) => {
          checkSpread(one, `${at}Spreads[${String(index)}]`, say);
        });
    };
    look(job.Spreads, '');
    job.TaskGroups?.forEach((group, index) => {
      look(group.Spreads, `TaskGroups[${String(index)}].`);
    });
  },
  trips: {
    Spreads: [
      {
        Attribute: '${node.datacenter}',
        SpreadTarget: [
          { Value: 'dc1', Percent: 80 },
          { Value: 'dc2', Percent: 50 },
        ],
      },
    ],
  },
  passes: {
    Spreads: [
      {
        Attribute: '${node.datacenter}',
        SpreadTarget: [
          { Value: 'dc1', Percent: 80 },
          { Value: 'dc2', Percent: 20 },
        ],
      },
    ],
  },
};

function checkSpread(
  { Attribute: attribute = '', Weight: weight = 50, SpreadTarget: targets = [] }: ApiJson<Spread>,
  at: string,
  say: Say,
): void {
  if (attribute === '')
    say(`${at}.Attribute`, { message: 'nothing says over what is spread', fix: "write Attribute, for instance '${node.datacenter}'" });
  if (weight <= 0 || weight > 100) {
    const fix = 'write a weight between them, or leave it out for 50';
    say(`${at}.Weight`, { message: 'a spread has no such weight', value: String(weight), limit: '1 to 100', fix });
  }
  const seen = new Set<string>();
  let sum = 0;
  targets.forEach(({ Value: value = '', Percent: percent = 0 }, index) => {
    const target = `${at}.SpreadTarget[${String(index)}]`;
    if (seen.has(value))
      say(`${target}.Value`, { message: 'this value has a share already', value: show(value), fix: 'name each value once' });
    seen.add(value);
    if (percent > 100)
      say(`${target}.Percent`, {
        message: 'a share of more than all',
        value: String(percent),
        limit: '0 to 100',
        fix: 'write a share of at most 100',
      });
    sum += percent;
  });
  if (sum <= 100) return;
  const fix = 'lower the shares; what is left over goes to other values';
  say(`${at}.SpreadTarget`, { message: 'the shares are more than all together', value: `${String(sum)} %`, limit: 'at most 100 %', fix });
}
