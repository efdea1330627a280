export { type Base, openBase } from './open-base.js';
export { loggerOf, openStateless, type Stateless } from './open-stateless.js';
export { recordSink } from './record-sink.js';
export {
  type BaseConfig,
  baseSettings,
  SERVICE_NAMES,
  type ServiceName,
  type StatelessConfig,
  statelessSettings,
} from './settings.js';
