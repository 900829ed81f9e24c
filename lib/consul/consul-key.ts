import type { Finding } from '../problems';
import { show, Value } from '../values';

/** Who reads: own keys follow from it. */
export interface KeyOwner {
  readonly domain: string;
  readonly job: string;
}

/** A key of Consul's KV store. Its value belongs to operators, or to a {@link ConsulKeys} construct; never a secret. */
export class ConsulKey extends Value {
  /** Path with `<domain>` and `<job>` where it depends on the reader. */
  readonly label: string;
  readonly #path: (owner: KeyOwner) => string;

  private constructor(label: string, path: (owner: KeyOwner) => string, name: string) {
    super(keyProblem(name));
    this.label = label;
    this.#path = path;
  }

  /** A key of this job: `<domain>/<job>/<name>`. */
  static own(this: void, name: string): ConsulKey {
    return new ConsulKey(`<domain>/<job>/${name}`, ({ domain, job }) => `${domain}/${job}/${name}`, name);
  }

  /** A key that all jobs of the domain may read: `<domain>/shared/<name>`. */
  static shared(this: void, name: string): ConsulKey {
    return new ConsulKey(`<domain>/shared/${name}`, ({ domain }) => `${domain}/shared/${name}`, name);
  }

  /** The full path for a reader. @internal */
  pathFor(owner: KeyOwner): string {
    return this.#path(owner);
  }

  override toString(): string {
    return this.label;
  }
}

/** Finding for a key that is no plain path. */
export function keyProblem(name: unknown): Finding | undefined {
  if (typeof name === 'string' && /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/.test(name)) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'a Consul key is a path of letters, digits, dots, dashes and underscores, without a slash at either end',
    value: show(name),
    fix: "for instance 'limits' or 'fees/retail'",
  };
}
