/** A value in an action. */
export type Operand =
  | { readonly kind: 'function' | 'string' | 'field' | 'variable' | 'other'; readonly text: string }
  /** A pipeline in parentheses. */
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline }
  /** Fields of a value: `(secret "…").Data.password`. */
  | { readonly kind: 'chain'; readonly of: Operand; readonly fields: readonly string[] };

/** A function with its arguments, or a value alone. */
export type Command = readonly Operand[];

/** Commands, each of which gets the value of the one before. */
export interface Pipeline {
  /** Variables it sets. */
  readonly sets: readonly string[];
  readonly commands: readonly Command[];
  readonly offset: number;
}

/** What a template does. Its text is left out. */
export type Action =
  | { readonly kind: 'value'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly then: readonly Action[];
      readonly else: readonly Action[];
    }
  /** A definition, with what is inside. */
  | { readonly kind: 'define'; readonly body: readonly Action[] };
