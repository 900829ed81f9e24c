import type { Review, SecretChange } from '../../review';
import { TONE_OF_EFFECT, type PageRow, type PageSection } from '../page-model';
import { MARK, PLACE, markOf, name, placeOf, text } from './words';

/** Paths of Vault and keys of Consul that a job may use and could not, or the other way. */
export function secretsSection({ secrets }: Review): PageSection {
  return {
    name: 'secrets',
    title: 'Which secrets and keys a job can now read',
    columns: [MARK, name('job'), name('path'), name('may now'), name('may no longer'), text('read by'), name('granted by'), PLACE],
    rows: secrets.rows.map(rowOf),
    folded: false,
  };
}

const USED: Readonly<Record<SecretChange['usedByTemplate'], string>> = {
  yes: 'a template of the job',
  no: 'no template of the job',
  unknown: 'what reads it cannot be said',
};

function rowOf({
  change,
  effect,
  engine,
  namespace,
  job,
  role,
  policy,
  path,
  opened,
  closed,
  usedByTemplate,
  sharedWith = [],
  undecided,
  origin,
}: SecretChange): PageRow {
  const grant = role === policy ? `policy ${policy}` : `role ${role}, policy ${policy}`;
  return {
    tone: TONE_OF_EFFECT[effect],
    cells: [
      [markOf(change)],
      [`${job} (${namespace})`],
      [`${engine} ${path}`],
      opened,
      closed,
      [
        ...(opened.length === 0 && undecided === undefined ? [] : [USED[usedByTemplate]]),
        ...sharedWith.map((other) => `also ${other}`),
        ...(undecided === undefined ? [] : [`counted as broadened: ${undecided}`]),
      ],
      [grant],
      placeOf(origin),
    ],
  };
}
