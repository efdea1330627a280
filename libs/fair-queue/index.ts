export { type FairQueue, fairQueue, type Share } from './fair-queue.js';
