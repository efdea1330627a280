export { readTogether } from './arguments.js';
export { type CommonSettings, runProcess, type ServiceParts } from './run-process.js';
