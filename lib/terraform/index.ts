export { quoted, sortedKeys, stableJson, stableList, type Json } from './stable-json';
export { literalText, templateJson, templateText, tokenFindings } from './template-text';
