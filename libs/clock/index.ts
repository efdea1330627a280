export {
  type AbortScope,
  abortScope,
  withinAbortScope,
} from './abort-scope.js';
export { type Clock, type ManualClock, manualClock } from './clock.js';
export { type FollowedClock, type FollowOptions, followPostgres } from './follow-postgres.js';
export { systemClock } from './system-clock.js';
