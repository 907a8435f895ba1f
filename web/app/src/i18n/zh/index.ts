export { common } from './common';
export { errors } from './errors';
export { home } from './home';
export { preflight } from './preflight';
export { problems } from './problems';
export { room } from './room';
export { studio } from './studio';
export { watch } from './watch';
