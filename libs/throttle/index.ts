export {
  type Cleared,
  clearAccount,
  clearAddress,
  forgetAccount,
  listThrottled,
  noteChangedSecret,
  type Throttled,
  type ThrottleFilter,
} from './administer.js';
export { throttleLimits } from './limits.js';
export { windowKeys } from './marks.js';
export { sweepThrottle } from './sweep.js';
export { type Compared, createThrottle, type Throttle, type ThrottleParts } from './throttle.js';
export type {
  CallScope,
  Place,
  Refusal,
  Scope,
  SecretKind,
  Subject,
  ThrottleFact,
  ThrottleLimits,
} from './types.js';
