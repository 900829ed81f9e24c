export { quoted, sortedKeys, stableJson, stableList, type Json } from './stable-json';
export { templateJson, templateText, tokenFindings } from './template-text';
