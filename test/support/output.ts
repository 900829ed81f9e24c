import { intentionsOf, type IntentionEvaluator } from '../../lib/consul';
import { lastRelease, type Output } from '../../lib/change';
import type { App } from 'kumiki';
import { filesOf } from './program';

/** What a program writes, as the next release reads it. */
export function outputOf(program: (app: App) => void): Output {
  const files = filesOf(program);
  const release = lastRelease('test', (path) => files[path]);
  if ('finding' in release) throw new Error(release.finding.message);
  return release.output;
}

/** Every resource of an output: `stack/type.name` → its arguments. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what was written
export function resourcesIn({ stacks }: Pick<Output, 'stacks'>): ReadonlyMap<string, Record<string, any>> {
  return new Map(
    [...stacks].flatMap(([stack, { resource = {} }]) =>
      Object.entries(resource).flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, values]) => [`${stack}/${type}.${name}`, values] as const),
      ),
    ),
  );
}

/** Who may call whom by the entries of an output. */
export function intentionsIn(output: Pick<Output, 'stacks'>): IntentionEvaluator {
  return intentionsOf(
    [...resourcesIn(output)]
      .filter(([address]) => address.includes('/consul_config_entry.'))
      .map(([, { kind, name, config_json: text }]) => ({ kind, name, entry: JSON.parse(text) })),
  );
}
