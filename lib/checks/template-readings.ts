import { ofLast } from '../model';
import type { ApiJson, Task, Template } from '../nomad';
import {
  forEachCall,
  readTemplate,
  secretReads,
  type SecretRead,
  type TemplateCall,
  type TemplateFault,
  type TemplateReading,
} from '../template';

/** A template of a task as a client reads it, with its place. */
export interface TaskTemplate {
  readonly template: ApiJson<Template>;
  readonly text: string;
  readonly reading: TemplateReading;
  /** What keeps it from being read; then it calls nothing. */
  readonly fault?: TemplateFault | undefined;
  readonly calls: readonly TemplateCall[];
  readonly secrets: readonly SecretRead[];
  readonly at: string;
}

const NONE: readonly TaskTemplate[] = [];
/** Templates whose text stands in the job, read once for rules that ask one after the other. */
export function taskTemplates({ Templates }: ApiJson<Task>): readonly TaskTemplate[] {
  return Templates === undefined || Templates.length === 0 ? NONE : readTemplates(Templates);
}

const readTemplates = ofLast((templates: readonly ApiJson<Template>[]): readonly TaskTemplate[] =>
  templates.flatMap((template, index) => {
    const { EmbeddedTmpl: text = '', LeftDelim: left, RightDelim: right } = template;
    if (text === '') return NONE;
    const reading = readTemplate(text, { left, right });
    const { actions, fault } = reading;
    const calls: TemplateCall[] = [];
    forEachCall(actions, (call) => calls.push(call));
    const secrets = calls.some(({ name }) => name === 'secret') ? secretReads(actions) : [];
    return [{ template, text, reading, fault, calls, secrets, at: `Templates[${String(index)}].EmbeddedTmpl` }];
  }),
);

/** Line of a text, for people. */
export function lineOf(text: string, offset: number): string {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return String(line);
}
