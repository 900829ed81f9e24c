import { isDeepStrictEqual } from 'node:util';
import type { EngineApi } from '../engine-api';
import type { Arguments } from './synthesized';

/** A resource that an earlier apply made: what it is called in the engine and what was written last. */
export interface Known {
  readonly id: string;
  readonly arguments: Arguments;
}

export interface Written {
  readonly id: string;
  /** What remains after the engine has taken it: to look at what it kept, to wait for a deployment. */
  readonly settle?: () => Promise<void>;
}

/** How one type of resource is kept in an engine, as its Terraform provider keeps it. All arguments here are complete. */
export interface ResourceType {
  readonly engine: 'nomad' | 'consul' | 'vault';
  /** All that the lab knows; another argument is refused before anything is applied. */
  readonly arguments: Readonly<Record<string, Argument>>;
  /** What it is called in the engine; undefined where the engine chooses. Another one is another resource. */
  idOf(wanted: Arguments): string | undefined;
  /** Finds what an interrupted apply has made, where {@link idOf} cannot say. */
  locate?(api: EngineApi, wanted: Arguments): Promise<string | undefined>;
  /** What the engine has, in the words of the arguments; undefined where it is gone. */
  read(api: EngineApi, known: Known): Promise<Arguments | undefined>;
  /** Makes it, or changes what is known. */
  write(api: EngineApi, wanted: Arguments, known: Known | undefined, say: (line: string) => void): Promise<Written>;
  remove(api: EngineApi, known: Known): Promise<void>;
}

export interface Argument {
  /** Also takes these for the same. @default - equal values only; nothing and empty are equal */
  readonly same?: (wanted: unknown, found: unknown) => boolean;
  /** What the provider writes where the program says nothing. @default - nothing */
  readonly otherwise?: unknown;
  /** The engine chooses where the program says nothing. @default false: then there must be nothing */
  readonly computed?: boolean;
  /** The keys of a block. @default - any, as in a map */
  readonly keys?: readonly string[];
  /** A change makes a new resource. @default false */
  readonly replaces?: boolean;
  /** Tells the applier how to go about it; no engine keeps it. @default false */
  readonly forApplier?: boolean;
}

export interface Difference {
  readonly argument: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** Texts that tell what of these arguments the lab does not know. */
export function unknownArguments(type: ResourceType, given: Arguments): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const argument = type.arguments[name];
    if (argument === undefined) return [name];
    const { keys } = argument;
    if (keys === undefined) return [];
    const blocks = (Array.isArray(value) ? value : [value]) as object[];
    return blocks.flatMap((block) =>
      Object.keys(block)
        .filter((key) => !keys.includes(key))
        .map((key) => `${name}.${key}`),
    );
  });
}

/** The arguments with what the provider adds to them. */
export function complete(type: Pick<ResourceType, 'arguments'>, given: Arguments): Arguments {
  const added = Object.entries(type.arguments).filter(([name, { otherwise }]) => otherwise !== undefined && given[name] === undefined);
  return { ...Object.fromEntries(added.map(([name, { otherwise }]) => [name, otherwise])), ...given };
}

/** What a plan would show between the complete arguments and what was found. */
export function differences(type: Pick<ResourceType, 'arguments'>, wanted: Arguments, found: Arguments): Difference[] {
  return Object.entries(type.arguments)
    .filter(([name, { forApplier, computed, same }]) => {
      if (forApplier === true || (computed === true && wanted[name] === undefined)) return false;
      return !sameValue(wanted[name], found[name]) && same?.(wanted[name], found[name]) !== true;
    })
    .map(([argument]) => ({ argument, wanted: wanted[argument], found: found[argument] }));
}

/** Equal, where nothing, an empty text, an empty list, zero and `false` are what an engine may say for "not set". */
export function sameValue(wanted: unknown, found: unknown): boolean {
  return isDeepStrictEqual(wanted, found) || (isUnset(wanted) && isUnset(found));
}

function isUnset(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

/** The provider keeps it as a set, so the order does not count. */
export function sameSet(wanted: unknown, found: unknown): boolean {
  const sorted = (list: unknown) => [...((list ?? []) as string[])].sort();
  return isDeepStrictEqual(sorted(wanted), sorted(found));
}

/** The provider keeps it as text, whatever the engine answers. */
export function sameText(wanted: unknown, found: unknown): boolean {
  return String(wanted) === String(found);
}
