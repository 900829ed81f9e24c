export { ABOUT, pageOf } from './page';
export { TONE_OF_EFFECT } from './page-model';
export type {
  Page,
  PageColumn,
  PageFact,
  PageNumber,
  PageReason,
  PageRow,
  PageSection,
  PageSectionName,
  PageVerdict,
  Tone,
} from './page-model';
