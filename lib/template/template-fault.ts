/** Why a template cannot be read. */
export interface TemplateFault {
  /** `function` is one that nobody defines, `variable` one that is not declared before; `syntax` is everything else. */
  readonly kind: 'syntax' | 'function' | 'variable';
  /** One lower-case sentence. */
  readonly message: string;
  /** The word it is about. */
  readonly word: string;
  /** Where in the text. */
  readonly offset: number;
}
