import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../layout';
import type { BirthSecrets } from './settings';

/** What an operator of the lab holds. Kept in the lab's folder, readable by its owner alone, and gone with it. */
export interface OperatorSecrets extends BirthSecrets {
  readonly vaultUnseal?: string;
  readonly vaultRoot?: string;
}

const file = (layout: Layout) => join(layout.folder, 'operator.json');

export function operatorSecrets(layout: Layout): OperatorSecrets {
  if (!existsSync(file(layout)))
    keepSecrets(layout, {
      consulManagement: randomUUID(),
      consulAgent: randomUUID(),
      consulNomad: randomUUID(),
      nomadManagement: randomUUID(),
    });
  return JSON.parse(readFileSync(file(layout), 'utf8')) as OperatorSecrets;
}

export function keepSecrets(layout: Layout, secrets: OperatorSecrets): void {
  mkdirSync(layout.folder, { recursive: true });
  writeFileSync(file(layout), JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
}
