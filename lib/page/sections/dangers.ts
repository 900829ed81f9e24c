import type { DangerClass, Review } from '../../review';
import type { PageSection, Tone } from '../page-model';
import { digits, lineOf, maybe, name, number, text } from './words';

const TONES: Readonly<Record<DangerClass, Tone>> = { D5: 'danger', D4: 'danger', D3: 'danger', D2: 'caution', D1: 'plain' };

/** All of why, where the head of the page has room for five. */
export function dangersSection({ dangers }: Review): PageSection {
  return {
    name: 'dangers',
    title: 'Every danger, most dangerous first',
    columns: [text('what'), name('class'), digits('score'), name('rule'), name('asks for'), name('said at')],
    rows: dangers.map(({ rule, class: danger, score, decision, text: said, ...line }) => ({
      tone: TONES[danger],
      cells: [[said], [danger], [number(score)], [rule], [decision], maybe(lineOf(line))],
    })),
    folded: true,
  };
}
