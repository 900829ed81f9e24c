import type { Review, ReviewNumbers, SectionName } from '../review';
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
import { counted, number } from './sections/words';

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

/** The page of a review: everything a person needs, verdict first. */
export function pageOf(review: Review): Page {
  const proofs = new Map<string, string>(review.proofs.map(({ section, text }) => [section, text]));
  return {
    verdict: verdictOf(review),
    numbers: numbersOf(review.numbers),
    why: review.why.map(({ class: danger, rule, decision, text, section, source }) => ({
      class: danger,
      rule,
      decision,
      text,
      section,
      ...(source === undefined ? {} : { source }),
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
  const among = approvers.length === 0 ? '' : `; one of each of these: ${approvers.join(', ')}`;
  const then = [
    ...(breakGlass === undefined
      ? []
      : [`glass is broken: the verdict was ${breakGlass.without}, and the reason given is: ${breakGlass.reason}`]),
    ...(decision === 'NEEDS ONE' || decision === 'NEEDS TWO' ? [`${APPROVALS[decision]} must approve${among}`] : []),
    ...(decision === 'BLOCK' ? ['it is not applied as it is'] : []),
    ...(decision === 'AUTO' && outputs.stacks.length > 0 ? ['it is applied without a person'] : []),
    ...waiting(timing),
  ];
  return { decision, rule, says, then };
}

const BECAUSE = 3;

function waiting({ needsClosedSession, because, session, from }: Review['timing']): string[] {
  if (!needsClosedSession) return [];
  const named = because.slice(0, BECAUSE).join('; ');
  const why = because.length > BECAUSE ? `${named}; and ${number(because.length - BECAUSE)} more` : named;
  if (session === 'unknown') return [`it belongs outside of the session, and no market hours are known: ${why}`];
  return [
    from === undefined
      ? `it may be applied only while the exchange is closed, as it is now: ${why}`
      : `it waits until the exchange closes, ${from}: ${why}`,
  ];
}

function numbersOf({ calls, secrets, restarts, exposure, deletions }: ReviewNumbers): PageNumber[] {
  const changes = (label: string, { added, removed, changed }: ReviewNumbers['calls'], section: SectionName): PageNumber => ({
    label,
    value: `+${number(added)} −${number(removed)} ~${number(changed)}`,
    isZero: added + removed + changed === 0,
    section,
  });
  return [
    changes('call paths', calls, 'calls'),
    changes('secret and key reads', secrets, 'secrets'),
    {
      label: 'instances restarted',
      value: `${number(restarts.replaced)} of ${number(restarts.of)}${restarts.inPlace === 0 ? '' : `, ${number(restarts.inPlace)} in place`}`,
      isZero: restarts.replaced + restarts.inPlace === 0,
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
