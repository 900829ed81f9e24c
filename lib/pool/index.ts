export { ServerPool, type ServerPoolOptions } from './server-pool';
export { serverSizeFindings, unknownPoolFinding, type Demand } from './server-size';
