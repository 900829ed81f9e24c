import type { DomainGraph } from '../mesh';

/** Arguments of one Terraform resource. */
export type Values = Readonly<Record<string, unknown>>;

/** One stack as Terraform JSON; what is not named here is handed on as it is. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly provider?: Values;
  readonly terraform?: { readonly backend?: unknown; readonly required_providers?: Values };
}

/** What one synth wrote. */
export interface Output {
  /** Id of a stack → its Terraform. */
  readonly stacks: ReadonlyMap<string, StackJson>;
  /** Id of a domain → its part of the mesh graph. */
  readonly graphs: ReadonlyMap<string, DomainGraph>;
}

/** One resource and where it stands. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly values: Values;
}

/** Every resource of an output, by stack and address. */
export function resourcesOf({ stacks }: Pick<Output, 'stacks'>): Resource[] {
  return [...stacks].flatMap(([stack, { resource = {} }]) =>
    Object.entries(resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, values]): Resource => ({ stack, type, name, values })),
    ),
  );
}

/** A text that holds JSON, `config_json` or `jobspec`, as the value it says. */
export function jsonOf(values: Values, key: string): Values {
  const text = values[key];
  return (typeof text === 'string' ? JSON.parse(text) : {}) as Values;
}
