export { stableJson, type Json } from './stable-json';
export { templateJson, templateText, tokenFindings } from './template-text';
