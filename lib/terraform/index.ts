export { sameJson } from './same-json';
export { stackText } from './stack-json';
export { sortedKeys, stableJson, type Json } from './stable-json';
export { isTemplate, jsonText, literalText, templateJson, templateText, tokenFindings } from './template-text';
