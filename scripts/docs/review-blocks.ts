// Blocks of docs/review.md: the rules of the verdict, and the pages in docs/review/ that `npm run review-pages` writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABOUT } from '../../lib/page';
import { DANGER_RULES, type DangerClass } from '../../lib/review';
import { CHANGES, REFUSED } from '../review-pages/changes';
import { fence } from './estate';
import { ROOT } from './page';
import { table } from './source';

const FOLDER = 'docs/review';

/** Every danger rule, in the order in which they stand. */
export function dangerRules(): string {
  return table(
    ['rule', 'class', 'weight', 'asks for', 'what it says'],
    Object.entries(DANGER_RULES).map(([name, { class: danger, weight, decision, says }]) => [
      `\`${name}\``,
      danger,
      String(weight),
      decision,
      says,
    ]),
  );
}

const MEANS: Readonly<Record<DangerClass, string>> = {
  D5: 'what is gone, or what everything stands on',
  D4: 'somebody may do what they could not',
  D3: 'something that worked does not, or speaks another language',
  D2: 'instances are replaced or stopped, requests go elsewhere, a batch runs in the session',
  D1: 'everything else that is not as it was',
};

/** Classes of danger. */
export function dangerClasses(): string {
  return table(
    ['class', 'is about', 'means'],
    Object.entries(MEANS).map(([danger, means]) => [danger, ABOUT[danger as DangerClass], means]),
  );
}

/** What a terminal shows of one of the changes, or what its synth says. */
export function reviewText(name: string): string {
  return fence('text', textOf(`${name}.txt`).trimEnd());
}

/** The changes: who wrote them and why, the verdict, the picture, and what the page told. */
export function reviewChanges(): string {
  return CHANGES.map(({ name, title, story, told }) => {
    const [, decision = '', rule = ''] = /^## \S+ ([A-Z ]+): .*?decided by rule `([^`]+)`/ms.exec(textOf(`${name}.md`)) ?? [];
    return [
      `### ${title}`,
      `**Its author says:** ${story}`,
      `**The verdict:** ${decision}, by \`${rule}\`. [The comment of the pull request](review/${name}.md).`,
      `[![${title}: ${decision}](review/${name}.png)](review/${name}.md)`,
      `**What the page tells:** ${told}`,
      ...(name === 'service-removed-still-called' ? ['The synth of one program that says so:', reviewText(REFUSED.name)] : []),
    ].join('\n\n');
  }).join('\n\n');
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, FOLDER, file), 'utf8');
}
