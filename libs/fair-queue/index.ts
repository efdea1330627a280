export { fairQueue } from './fair-queue.js';
