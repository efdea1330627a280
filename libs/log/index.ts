export { noteDecision } from '../telemetry/index.js';
export { createLog, type Log, type LogLevel } from './log.js';
export { silentLog } from './silent-log.js';
