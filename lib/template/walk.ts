import type { Action, Operand, Pipeline } from './template-tree';

/** A call of a function, with what of its arguments stands in the template as it is. */
export interface TemplateCall {
  readonly name: string;
  /** Undefined for an argument that is known only when the template is rendered. */
  readonly args: readonly (string | undefined)[];
  readonly offset: number;
}

/** Calls for every call of a function, those in parentheses too. */
export function forEachCall(actions: readonly Action[], call: (found: TemplateCall) => void): void {
  forEachPipeline(actions, (pipeline) => pipelineCalls(pipeline, call));
}

/** Calls for the pipeline of every action. */
export function forEachPipeline(actions: readonly Action[], call: (pipeline: Pipeline) => void): void {
  for (const action of actions) {
    if (action.kind === 'define') {
      forEachPipeline(action.body, call);
      continue;
    }
    call(action.pipeline);
    if (action.kind === 'value') continue;
    forEachPipeline(action.then, call);
    forEachPipeline(action.else, call);
  }
}

function pipelineCalls({ commands, offset }: Pipeline, call: (found: TemplateCall) => void): void {
  for (const command of commands) {
    for (const [index, operand] of command.entries()) {
      if (operand.kind === 'function') {
        // Behind the first word of a command, a name is a call without arguments.
        const args = index === 0 ? command.slice(1).map(literal) : [];
        call({ name: operand.text, args, offset });
      } else operandCalls(operand, call);
    }
  }
}

function operandCalls(operand: Operand, call: (found: TemplateCall) => void): void {
  if (operand.kind === 'pipeline') pipelineCalls(operand.pipeline, call);
  else if (operand.kind === 'chain') operandCalls(operand.of, call);
}

function literal(operand: Operand): string | undefined {
  return operand.kind === 'string' ? operand.text : undefined;
}
