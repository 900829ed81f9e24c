export { drawGraph } from './draw-graph';
export { htmlPage } from './html-page';
