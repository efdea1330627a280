export { type CommonSettings, runProcess, type ServiceParts } from './run-process.js';
