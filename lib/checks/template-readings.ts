import type { ApiJson, Task, Template } from '../nomad';
import { readTemplate, type TemplateReading } from '../template';

const readings = new WeakMap<object, TemplateReading>();

/** A template of a task as a client reads it, with its place. */
export interface TaskTemplate {
  readonly template: ApiJson<Template>;
  readonly text: string;
  readonly reading: TemplateReading;
  readonly at: string;
}

/** Templates whose text stands in the job. Each is read once, whichever rule asks first. */
export function* taskTemplates({ Templates = [] }: ApiJson<Task>): Generator<TaskTemplate> {
  for (const [index, template] of Templates.entries()) {
    const { EmbeddedTmpl: text, LeftDelim: left, RightDelim: right } = template;
    if (text === undefined || text === '') continue;
    let reading = readings.get(template);
    if (reading === undefined) {
      reading = readTemplate(text, { left, right });
      readings.set(template, reading);
    }
    yield { template, text, reading, at: `Templates[${String(index)}].EmbeddedTmpl` };
  }
}

/** Line of a text, for people. */
export function lineOf(text: string, offset: number): string {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return String(line);
}
