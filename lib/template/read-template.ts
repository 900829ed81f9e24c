import { Parser } from './parser';
import type { TemplateFault } from './template-fault';
import type { Action } from './template-tree';

/** A template as a client of Nomad reads it. */
export interface TemplateReading {
  /** What keeps it from being read; then there are no actions. */
  readonly fault?: TemplateFault;
  readonly actions: readonly Action[];
}

/** Delimiters of actions; empty is Go's own. */
export interface Delimiters {
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}

/** Reads a template of consul-template. Nothing is looked up and nothing rendered. */
export function readTemplate(text: string, { left = '', right = '' }: Delimiters = {}): TemplateReading {
  const open = left === '' ? '{{' : left;
  if (!text.includes(open)) return NOTHING;
  const parser = new Parser(text, open, right === '' ? '}}' : right);
  const actions = parser.template();
  const { fault } = parser;
  return fault === undefined ? { actions } : { actions: [], fault };
}

const NOTHING: TemplateReading = { actions: [] };
