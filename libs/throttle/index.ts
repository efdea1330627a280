export {
  forgetAccount,
  noteChangedSecret,
  type Throttled,
} from './administer.js';
export { throttleLimits } from './limits.js';
export { windowKeys } from './marks.js';
export { serviceThrottles, type ThrottleRecord } from './record.js';
export { sweepThrottle } from './sweep.js';
export { type Compared, createThrottle, type Throttle } from './throttle.js';
export type {
  CallScope,
  Refusal,
  Subject,
  ThrottleFact,
  ThrottleLimits,
} from './types.js';
