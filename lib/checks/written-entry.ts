import type { JsonObject } from '../model';
import type { EstateEntry } from './estate';

/** A config entry that is written: its text is there, and is read only when a rule looks. */
export class WrittenEntry implements EstateEntry {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly #text: string;
  #entry: JsonObject | undefined;

  /** @param text members as API JSON */
  constructor(path: string, kind: string, name: string, text: string) {
    this.path = path;
    this.kind = kind;
    this.name = name;
    this.#text = text;
  }

  get entry(): JsonObject {
    return (this.#entry ??= JSON.parse(this.#text) as JsonObject);
  }
}
