export { ServerPool, type ServerPoolOptions } from './server-pool';
