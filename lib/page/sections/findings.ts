import type { Review, ReviewFinding } from '../../review';
import type { PageSection, Tone } from '../page-model';
import { counted, maybe, name, number, text } from './words';

const TONES: Readonly<Record<ReviewFinding['severity'], Tone>> = { error: 'danger', warning: 'caution', note: 'plain' };

/** What the checks find in the head and did not in the base. */
export function findingsSection({ findings }: Review): PageSection {
  const { added, gone, standing, accepted } = findings;
  return {
    name: 'findings',
    title: 'New findings of the checks',
    proof: `${counted(added.length, 'new finding')}; ${number(gone)} gone, ${number(standing)} stood before, ${number(accepted)} acknowledged in the program`,
    columns: [name('code'), name('where'), text('what is wrong'), name('value'), text('fix')],
    rows: added.map(({ code, severity, path, source, at, message, value, limit, fix }) => ({
      tone: TONES[severity],
      cells: [
        [code, severity],
        [path, ...maybe(at), ...maybe(source)],
        [message],
        [...maybe(value), ...(limit === undefined ? [] : [`limit: ${limit}`])],
        [fix],
      ],
    })),
    folded: false,
  };
}
