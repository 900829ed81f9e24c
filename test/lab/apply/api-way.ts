import { EngineApi, EngineError } from '../engine-api';
import { differenceLine, failureOf, type Action, type Applied, type Applier, type Change, type Say, type Tokens } from './applier';
import { DESTROY_PARALLELISM, PARALLELISM, walk } from './order';
import { complete, differences, type Difference, type Known, type ResourceType } from './resource-type';
import { assertKnown, typeOf } from './resource-types';
import { StackState, type Recorded } from './state';
import type { Arguments, Resource, Stack } from './synthesized';

const TOKEN_HEADERS = { nomad: 'X-Nomad-Token', consul: 'X-Consul-Token', vault: 'X-Vault-Token' };

/** Applies synthesized stacks through the engines' own APIs, resource by resource, as the Terraform providers would. */
export class ApiWay implements Applier {
  readonly way = 'api';
  readonly #stateFolder: string;
  readonly #addresses: Readonly<Record<string, string>>;

  /** @param options.addresses engines that are elsewhere than the providers of the stacks say */
  constructor(options: { readonly stateFolder: string; readonly addresses?: Readonly<Record<string, string>> }) {
    this.#stateFolder = options.stateFolder;
    this.#addresses = options.addresses ?? {};
  }

  plan(stack: Stack, tokens: Tokens): Promise<Change[]> {
    return this.#run(stack, tokens, () => undefined).plan();
  }

  apply(stack: Stack, tokens: Tokens, say: Say): Promise<Applied> {
    return this.#timed(stack, say, 'applied', () => this.#run(stack, tokens, say).apply());
  }

  destroy(stack: Stack, tokens: Tokens, say: Say): Promise<Applied> {
    return this.#timed(stack, say, 'destroyed', () => this.#run({ ...stack, resources: [] }, tokens, say).apply(DESTROY_PARALLELISM));
  }

  #run(stack: Stack, tokens: Tokens, say: Say): Run {
    assertKnown(stack);
    const addresses = { ...stack.providers, ...this.#addresses };
    const apiOf = ({ engine }: ResourceType) => {
      const token = tokens[engine];
      return new EngineApi(addresses[engine] ?? '', token === undefined ? {} : { [TOKEN_HEADERS[engine]]: token });
    };
    return new Run(stack, new StackState(this.#stateFolder, stack.name), apiOf, say);
  }

  async #timed(stack: Stack, say: Say, done: string, work: () => Promise<Change[]>): Promise<Applied> {
    const started = Date.now();
    const changes = await work();
    const seconds = (Date.now() - started) / 1000;
    say(`${stack.name}: ${done}, ${String(changes.length)} changes in ${seconds.toFixed(1)} s`);
    return { stack: stack.name, changes, seconds };
  }
}

/** What stands in the state although its last apply did not end well. */
const UNSETTLED: Difference = { argument: 'deployment', wanted: 'seen to its end', found: 'begun by an apply that was interrupted' };
const TAINTED: Difference = { argument: 'deployment', wanted: 'successful', found: 'the first one failed' };

/** One pass over one stack. */
class Run {
  readonly #stack: Stack;
  readonly #state: StackState;
  readonly #apiOf: (type: ResourceType) => EngineApi;
  readonly #say: Say;
  readonly #resources: ReadonlyMap<string, Resource>;

  constructor(stack: Stack, state: StackState, apiOf: (type: ResourceType) => EngineApi, say: Say) {
    this.#stack = stack;
    this.#state = state;
    this.#apiOf = apiOf;
    this.#say = say;
    this.#resources = new Map(stack.resources.map((resource) => [resource.address, resource]));
  }

  async plan(): Promise<Change[]> {
    const changes = new Map<string, Change>();
    const addresses = [...this.#resources.keys(), ...this.#state.addresses.filter((address) => !this.#resources.has(address))];
    const { failed } = await walk(
      addresses,
      (address) => address,
      () => [],
      async (address) => {
        const change = await this.#changeOf(address);
        if (change !== undefined) changes.set(address, change);
      },
    );
    this.#throwIf(failed.map(({ name, error }) => ({ name, error })));
    return addresses.flatMap((address) => changes.get(address) ?? []);
  }

  async apply(parallelism = PARALLELISM): Promise<Change[]> {
    const changes = await this.plan();
    const removed = new Set(changes.filter(({ action }) => action === 'delete').map(({ address }) => address));
    const { failed, skipped } = await walk(
      changes,
      ({ address }) => address,
      ({ address }) => this.#before(address, removed),
      (change) => this.#carryOut(change),
      parallelism,
    );
    this.#throwIf([...failed, ...skipped.map((name) => ({ name, error: new Error('not begun: what it depends on failed') }))]);
    return changes;
  }

  /** Removals go backwards, and before any change to what the removed thing stood on. */
  #before(address: string, removed: ReadonlySet<string>): string[] {
    const standingOnIt = [...removed].filter((other) => this.#state.get(other)?.dependsOn.includes(address));
    return removed.has(address) ? standingOnIt : [...standingOnIt, ...(this.#resources.get(address)?.dependsOn ?? [])];
  }

  async #changeOf(address: string): Promise<Change | undefined> {
    const resource = this.#resources.get(address);
    const known = this.#state.get(address);
    const change = (action: Action, found: readonly Difference[] = []) => ({ address, action, differences: found });
    if (resource === undefined) return change('delete');
    if (known === undefined || known.status === 'begun') return change('create');
    const type = typeOf(address);
    const found = await type.read(this.#apiOf(type), known);
    if (found === undefined) return change('create');
    if (known.status === 'tainted') return change('replace', [TAINTED]);
    const wanted = complete(type, resource.arguments);
    const changed = differences(type, wanted, found);
    if (isAnother(type, wanted, known, changed)) return change('replace', changed);
    if (known.status !== undefined) return change('update', [...changed, UNSETTLED]);
    return changed.length === 0 ? undefined : change('update', changed);
  }

  async #carryOut({ address, action }: Change): Promise<void> {
    const type = typeOf(address);
    const api = this.#apiOf(type);
    const known = await made(type, api, this.#state.get(address));
    if (action === 'delete' || action === 'replace') {
      if (known !== undefined) await remove(type, api, known);
      this.#state.delete(address);
    }
    const resource = this.#resources.get(address);
    if (resource !== undefined) await this.#write(resource, type, api, action === 'replace' ? undefined : known);
  }

  async #write(resource: Resource, type: ResourceType, api: EngineApi, known: Recorded | undefined): Promise<void> {
    const { address, dependsOn } = resource;
    const wanted = complete(type, resource.arguments);
    const { id, settle } = await this.#begun({ address, dependsOn }, wanted, known, () => type.write(api, wanted, known, this.#say));
    const recorded = { id, arguments: wanted, dependsOn };
    if (settle !== undefined) {
      const first = known === undefined || known.status === 'created';
      this.#state.set(address, { ...recorded, status: first ? 'created' : 'updated' });
      try {
        await settle();
      } catch (error) {
        this.#state.set(address, first ? { ...recorded, status: 'tainted' } : recorded);
        throw error;
      }
    }
    this.#state.set(address, recorded);
    const found = await type.read(api, recorded);
    if (found === undefined) throw new Error('it is not there after it was written');
    const left = differences(type, wanted, found);
    if (left.length > 0) throw new Error(`a difference in every plan:\n${left.map(differenceLine).join('\n')}`);
  }

  /** Writes into the state before the engine is asked, so that an end in the middle loses nothing. */
  async #begun<T>(
    { address, dependsOn }: Pick<Resource, 'address' | 'dependsOn'>,
    wanted: Arguments,
    known: Known | undefined,
    write: () => Promise<T>,
  ): Promise<T> {
    if (known === undefined) this.#state.set(address, { id: '', arguments: wanted, dependsOn, status: 'begun' });
    try {
      return await write();
    } catch (error) {
      if (known === undefined && error instanceof EngineError) this.#state.delete(address); // refused, so nothing was made
      throw error;
    }
  }

  #throwIf(failures: readonly { readonly name: string; readonly error: unknown }[]): void {
    if (failures.length === 0) return;
    const lines = failures.map(({ name, error }) => `${name}: ${reasonOf(error)}`);
    throw failureOf(this.#stack.name, lines);
  }
}

/** Whether the program now means another thing of this type, which cannot be had by a change. */
function isAnother(type: ResourceType, wanted: Arguments, known: Recorded, changed: readonly Difference[]): boolean {
  const id = type.idOf(wanted);
  return (id !== undefined && id !== known.id) || changed.some(({ argument }) => type.arguments[argument]?.replaces === true);
}

/** What the engine has of it, as far as the state can tell; undefined where that is nothing. */
async function made(type: ResourceType, api: EngineApi, recorded: Recorded | undefined): Promise<Recorded | undefined> {
  if (recorded?.status !== 'begun') return recorded;
  const id = type.idOf(recorded.arguments) ?? (await type.locate?.(api, recorded.arguments));
  if (id === undefined) return undefined;
  const known = { ...recorded, id };
  return (await type.read(api, known)) === undefined ? undefined : known;
}

async function remove(type: ResourceType, api: EngineApi, known: Known): Promise<void> {
  try {
    await type.remove(api, known);
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) throw error; // somebody else has removed it
  }
}

/** The message, with what lies under it: `fetch failed` alone says nothing. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return [message ?? String(error), cause?.message].filter((part) => part !== undefined && part !== '').join(': ');
}
