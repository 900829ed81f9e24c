export { functionDeniedSince, functionSince, isSprigFunction, templateFunctionNames } from './functions';
export { readTemplate, type Delimiters, type TemplateReading } from './read-template';
export type { TemplateFault } from './template-fault';
export type { Action, Command, Operand, Pipeline } from './template-tree';
export { secretReads, type SecretRead } from './secret-reads';
export { forEachCall, type TemplateCall } from './walk';
