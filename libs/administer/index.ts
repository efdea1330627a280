export { administratorGate } from './administrator-gate.js';
