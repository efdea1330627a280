export { type Base, openBase } from './open-base.js';
export { openStateless, type Stateless } from './open-stateless.js';
export { recordSink } from './record-sink.js';
export {
  baseSettings,
  statelessSettings,
} from './settings.js';
