import type { DangerClass, Review, ReviewNumbers, SectionName, Update } from '../review';
import type { Page, PageFact, PageNumber, PageSection, PageVerdict } from './page-model';
import { behaviourSection } from './sections/behaviour';
import { callsSection } from './sections/calls';
import { dangersSection } from './sections/dangers';
import { deletionsSection } from './sections/deletions';
import { exposureSection } from './sections/exposure';
import { fieldsSection } from './sections/fields';
import { findingsSection } from './sections/findings';
import { identitiesSection } from './sections/identities';
import { outputsSection } from './sections/outputs';
import { plansSection } from './sections/plans';
import { restartsSection } from './sections/restarts';
import { schedulesSection } from './sections/schedules';
import { secretsSection } from './sections/secrets';
import { sizesSection } from './sections/sizes';
import { counted, lineOf, number } from './sections/words';

/** Sections in the order in which they are read. */
const SECTIONS: readonly ((review: Review) => PageSection)[] = [
  callsSection,
  secretsSection,
  identitiesSection,
  restartsSection,
  exposureSection,
  sizesSection,
  deletionsSection,
  schedulesSection,
  behaviourSection,
  findingsSection,
  plansSection,
  dangersSection,
  outputsSection,
  fieldsSection,
];

/** What the classes of danger are about. */
export const ABOUT: Readonly<Record<DangerClass, string>> = {
  D5: 'for good',
  D4: 'trust',
  D3: 'breakage',
  D2: 'interruption',
  D1: 'drift',
};

/** The page of a review: everything a person needs, verdict first. */
export function pageOf(review: Review): Page {
  const proofs = new Map<string, string>(review.proofs.map(({ section, text }) => [section, text]));
  return {
    verdict: verdictOf(review),
    summary: summaryOf(review),
    numbers: numbersOf(review.numbers),
    why: review.why.map(({ class: danger, rule, decision, text, section, ...line }) => ({
      class: danger,
      about: ABOUT[danger],
      rule,
      decision,
      text,
      section,
      ...(line.source === undefined ? {} : { source: lineOf(line) ?? line.source }),
    })),
    whyMore: review.whyMore,
    unknowns: review.unknowns,
    sections: SECTIONS.filter((sectionOf) => sectionOf !== dangersSection || review.whyMore > 0).map((sectionOf) => {
      const section = sectionOf(review);
      const proof = proofs.get(section.name) ?? section.proof;
      return proof === undefined ? section : { ...section, proof };
    }),
    graph: review.graph,
    facts: factsOf(review),
  };
}

const APPROVALS = { 'NEEDS ONE': 'at least one person', 'NEEDS TWO': 'at least two people' } as const;

function verdictOf({ verdict, timing, outputs }: Review): PageVerdict {
  const { decision, rule, says, approvers, breakGlass } = verdict;
  const among =
    approvers.length === 0
      ? ''
      : approvers.length === 1
        ? `, one of them from ${approvers.join()}`
        : `, among them one from each of: ${approvers.join(', ')}`;
  const then = [
    ...(breakGlass === undefined
      ? []
      : [`glass is broken: the verdict was ${breakGlass.without}, and the reason given is: ${breakGlass.reason}`]),
    ...(decision === 'NEEDS ONE' || decision === 'NEEDS TWO' ? [`${APPROVALS[decision]} must approve${among}`] : []),
    ...(decision === 'BLOCK' ? ['it must not be applied as it is'] : []),
    ...(decision === 'AUTO' && outputs.stacks.length > 0 ? ['it is applied without a person'] : []),
    ...waiting(timing),
  ];
  return { decision, rule, says, then };
}

/** Names that a sentence of the summary holds. */
const NAMES = 5;

/** What the change is about, before what of it is dangerous. */
function summaryOf({ restarts, deletions, outputs }: Review): string[] {
  const jobs = new Map(restarts.rows.map(({ job, namespace }) => [job, namespace]));
  const having = (update: Update): string[] =>
    [...jobs.keys()].filter((job) => restarts.rows.filter((row) => row.job === job).every((row) => row.update === update));
  const [come, go] = [having('create'), having('destroy')];
  const differ = [...jobs.keys()].filter((job) => !come.includes(job) && !go.includes(job));
  const others = deletions.rows
    .filter(({ kind, change }) => kind !== 'job' && change !== 'moved')
    .map(({ kind, name }) => `${kind} ${name}`);
  const sentence = (words: string, names: readonly string[]): string[] =>
    names.length === 0
      ? []
      : [`${words}: ${names.slice(0, NAMES).join(', ')}${names.length > NAMES ? ` and ${number(names.length - NAMES)} more` : ''}`];
  return [
    ...sentence(
      come.length === 1 ? 'new job' : 'new jobs',
      come.map((job) => `${job} (${jobs.get(job) ?? ''})`),
    ),
    ...sentence(go.length === 1 ? 'removed job' : 'removed jobs', go),
    ...sentence('also removed', others),
    ...sentence(differ.length === 1 ? 'changed job' : 'changed jobs', differ),
    ...(jobs.size === 0 && outputs.stacks.length > 0 ? ['no job changes'] : []),
    ...sentence(
      outputs.stacks.length === 1 ? 'changed stack' : 'changed stacks',
      outputs.stacks.map(({ stack }) => stack),
    ),
  ];
}

const BECAUSE = 3;

/** `2026-11-30T15:30:00+09:00` as `15:30 on 2026-11-30 (+09:00)`. */
function clock(moment: string): string {
  return moment.replace(/^(\S{10})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?(.*)$/, '$2 on $1 ($3)');
}

function waiting({ needsClosedSession, because, session, from }: Review['timing']): string[] {
  if (!needsClosedSession) return [];
  const named = because.slice(0, BECAUSE).join('; ');
  const why = because.length > BECAUSE ? `${named}; and ${number(because.length - BECAUSE)} more` : named;
  if (session === 'unknown') return [`it belongs outside of the session, and no market hours are known: ${why}`];
  return [
    from === undefined
      ? `it may be applied only while the exchange is closed, as it is now: ${why}`
      : `it waits until the exchange closes at ${clock(from)}: ${why}`,
  ];
}

function numbersOf({ calls, secrets, restarts, exposure, deletions }: ReviewNumbers): PageNumber[] {
  const changes = (label: string, { added, removed, changed }: ReviewNumbers['calls'], section: SectionName): PageNumber => ({
    label,
    value: `+${number(added)} −${number(removed)} ~${number(changed)}`,
    isZero: added + removed + changed === 0,
    section,
  });
  const { replaced, inPlace, of, started = 0, stopped = 0 } = restarts;
  return [
    changes('call paths', calls, 'calls'),
    changes('secret and key reads', secrets, 'secrets'),
    {
      label: 'instances restarted',
      value: [
        `${number(replaced)} of ${number(of)}`,
        ...[`${number(stopped)} stopped`, `${number(started)} new`, `${number(inPlace)} in place`].filter((text) => !text.startsWith('0 ')),
      ].join(', '),
      isZero: replaced + inPlace + started + stopped === 0,
      section: 'restarts',
    },
    changes('public ways in', exposure, 'exposure'),
    { label: 'deleted or replaced', value: number(deletions), isZero: deletions === 0, section: 'deletions' },
  ];
}

function factsOf({ outputs: { base, head, owners }, timing, version }: Review): PageFact[] {
  const sizes = (output: typeof base): string =>
    `${counted(output.stacks, 'stack')}, ${counted(output.resources, 'resource')}, ${counted(output.jobs, 'job')}, ${counted(output.instances, 'instance')}`;
  return [
    { label: 'base', value: `${base.name} (${sizes(base)})` },
    { label: 'base hash', value: base.hash },
    { label: 'head', value: `${head.name} (${sizes(head)})` },
    { label: 'head hash', value: head.hash },
    { label: 'owners', value: owners.length === 0 ? 'nobody but the platform' : owners.join(', ') },
    { label: 'looked at', value: `${timing.at}, session ${timing.session}` },
    { label: 'form of the review', value: `version ${String(version)}` },
  ];
}
