export { createLog, type Log, type LogLevel } from './log.js';
export { redactFields } from './redact.js';
