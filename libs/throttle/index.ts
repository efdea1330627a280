export {
  type Cleared,
  clearAccount,
  clearAddress,
  forgetAccount,
  listThrottled,
  type Throttled,
  type ThrottleFilter,
} from './administer.js';
export { throttleLimits } from './limits.js';
export { sweepThrottle } from './sweep.js';
export { type Compared, createThrottle, type Throttle, type ThrottleParts } from './throttle.js';
export type {
  Patience,
  Place,
  Scope,
  Subject,
  ThrottleFact,
  ThrottleLimits,
} from './types.js';
