const EMPTY = new Map<string, never>();

/** A map that takes memory once something is in it: a dozen stand in every workload, and most stay empty. */
export class SparseMap<T> implements Iterable<[string, T]> {
  #map: ReadonlyMap<string, T> = EMPTY;

  get size(): number {
    return this.#map.size;
  }

  get(key: string): T | undefined {
    return this.#map.get(key);
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  set(key: string, value: T): void {
    if (this.#map === EMPTY) this.#map = new Map();
    (this.#map as Map<string, T>).set(key, value);
  }

  keys(): IterableIterator<string> {
    return this.#map.keys();
  }

  values(): IterableIterator<T> {
    return this.#map.values();
  }

  [Symbol.iterator](): IterableIterator<[string, T]> {
    return this.#map[Symbol.iterator]();
  }

  clear(): void {
    this.#map = EMPTY;
  }
}
