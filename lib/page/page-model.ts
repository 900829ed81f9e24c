import type { DangerClass, Decision, Effect, GraphSection, SectionName, Unknown } from '../review';

/**
 * What a person reads, in the order in which it is read. The terminal, a comment and the HTML page show this and nothing else, so
 * they say the same in the same words. Text here is plain: whoever shows it escapes it for its own medium.
 */
export interface Page {
  readonly verdict: PageVerdict;
  /** What comes, goes and is different, by name: a sentence each. */
  readonly summary: readonly string[];
  /** The five numbers. */
  readonly numbers: readonly PageNumber[];
  /** At most five, most dangerous first. */
  readonly why: readonly PageReason[];
  /** Reasons beyond these; the section `dangers` has all. */
  readonly whyMore: number;
  /** What could not be decided; each was counted as broadened. */
  readonly unknowns: readonly Unknown[];
  /** Every section, also the empty ones: these say what was looked at. That of all dangers is there where {@link why} has not room for them. */
  readonly sections: readonly PageSection[];
  readonly graph: GraphSection;
  /** What is compared, and what an approval is bound to. */
  readonly facts: readonly PageFact[];
}

export interface PageVerdict {
  readonly decision: Decision;
  /** Rule that decided, `deletion-still-called`. */
  readonly rule: string;
  /** What that rule says; a sentence without a full stop. */
  readonly says: string;
  /** What has to happen now, one sentence each: who approves, what it waits for, why a rule is passed over. */
  readonly then: readonly string[];
}

export interface PageNumber {
  readonly label: string;
  /** `+2 −1 ~0`, `14 of 815`. */
  readonly value: string;
  /** Whether there is nothing to look at. */
  readonly isZero: boolean;
  /** Section that has the details. */
  readonly section: SectionName;
}

export interface PageReason {
  readonly class: DangerClass;
  /** What the class is about, one word: `trust`. */
  readonly about: string;
  readonly rule: string;
  readonly decision: Decision;
  readonly text: string;
  /** Section that has the details. */
  readonly section: SectionName;
  /** `stacks/trading/orders.ts:12` */
  readonly source?: string;
}

/** Those of the model, and the list of every danger. */
export type PageSectionName = SectionName | 'dangers';

export interface PageSection {
  readonly name: PageSectionName;
  /** `Who can now call whom`. */
  readonly title: string;
  /** What was looked at, `0 new call paths (70 × 70 pairs, 212 rules checked)`; absent where nothing is proven. */
  readonly proof?: string;
  readonly columns: readonly PageColumn[];
  readonly rows: readonly PageRow[];
  /** Whether it is closed until somebody opens it. Deletions never are. */
  readonly folded: boolean;
}

export interface PageColumn {
  readonly title: string;
  /** `mark`: one of + − ~. `name`: a name or code of the engines, for a fixed-width font. `text`: a sentence. `number`: to the right. */
  readonly as: 'mark' | 'name' | 'text' | 'number';
}

export interface PageRow {
  /** How it is coloured: what broadens or breaks, what narrows, what is worth a look, and the rest. */
  readonly tone: Tone;
  /** One for each column; several lines where it is several things. The first that is no mark says what the row is about. */
  readonly cells: readonly (readonly string[])[];
}

export type Tone = 'danger' | 'caution' | 'good' | 'plain';

export interface PageFact {
  readonly label: string;
  readonly value: string;
}

/** How an effect is coloured. */
export const TONE_OF_EFFECT: Readonly<Record<Effect, Tone>> = { broadened: 'danger', narrowed: 'good', neutral: 'plain' };
