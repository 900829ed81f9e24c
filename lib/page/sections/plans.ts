import type { PlannedChange, Review } from '../../review';
import type { PageRow, PageSection, Tone } from '../page-model';
import { counted, name, text } from './words';

/** What Terraform's plans say that the outputs do not. */
export function plansSection({ plans }: Review): PageSection {
  const rows = [
    ...plans.foreign.map((change) => rowOf(change, 'neither output has it: the plan belongs to another synth', 'danger')),
    ...plans.beyond.map((change) => rowOf(change, 'changes, though the outputs say the same of it', 'danger')),
    ...plans.drift.map((change) => rowOf(change, 'was changed by hand since the last apply', 'danger')),
    ...plans.knownAfterApply.map((change) => rowOf(change, 'is known only when it is applied', 'caution')),
    ...plans.missing.map((stack): PageRow => ({
      tone: 'caution',
      cells: [['every resource'], [stack], ['changes, and has no plan'], [], []],
    })),
  ];
  return {
    name: 'plans',
    title: "Terraform's plans",
    proof: plans.given
      ? `${counted(rows.length, 'row')} beyond the outputs, in the plans that were given`
      : 'no plan was given: drift and values known after apply are not seen',
    columns: [name('address'), name('stack'), text('what the plan says'), text('action'), name('fields')],
    rows,
    folded: false,
  };
}

function rowOf({ stack, address, action, fields }: PlannedChange, says: string, tone: Tone): PageRow {
  return { tone, cells: [[address], [stack], [says], [action], fields] };
}
