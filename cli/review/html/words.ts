import type { Tone } from '../../../lib/page';
import type { Decision } from '../../../lib/review';

/** What a mark is called by those who do not see it. */
export const WORD_OF_MARK: Readonly<Record<string, string>> = { '+': 'added', '−': 'removed', '~': 'changed' };

/** Colour is never the only sign: each tone has a shape and words. */
export const SIGN_OF_TONE: Readonly<Record<Tone, { readonly shape: string; readonly word: string } | undefined>> = {
  danger: { shape: '▲', word: 'broadens or breaks' },
  caution: { shape: '◆', word: 'worth a look' },
  good: { shape: '▼', word: 'narrows' },
  plain: undefined,
};

/** Class of the style for a decision. */
export const STYLE_OF_DECISION: Readonly<Record<Decision, string>> = {
  BLOCK: 'danger',
  'NEEDS TWO': 'caution',
  'NEEDS ONE': 'notice',
  AUTO: 'good',
};
