export { attraction } from './attraction';
export { distances } from './distances';
export { repulsion } from './repulsion';
