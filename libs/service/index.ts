export { type Base, openBase } from './open-base.js';
export { recordSink } from './record-sink.js';
export { type BaseConfig, baseSettings, SERVICE_NAMES, type ServiceName } from './settings.js';
