import { type Throttle, Verdict as WireVerdict } from '../../gen/gatepost/common/v1/common.js';

const VERDICTS = {
  verified: WireVerdict.VERIFIED,
  wrong: WireVerdict.WRONG,
  'wrong-service': WireVerdict.WRONG_SERVICE,
  'rate-limited': WireVerdict.RATE_LIMITED,
} as const;

/**
 * The result of comparing a secret. `freeInMs` goes with `rate-limited`: the time until the next
 * attempt is allowed.
 */
export function verdictToWire({
  verdict,
  freeInMs = 0,
}: {
  readonly verdict: keyof typeof VERDICTS;
  readonly freeInMs?: number;
}) {
  return { verdict: VERDICTS[verdict], retryAfterSeconds: Math.ceil(freeInMs / 1000) };
}

/** A limit on guesses that was reached; `nextFreeAt` in ms since 1970. */
export function throttleToWire<Throttled extends { readonly nextFreeAt: number }>({
  nextFreeAt,
  ...throttled
}: Throttled & Omit<Throttle, 'nextFreeAt'>): Throttle {
  return { ...throttled, nextFreeAt: new Date(nextFreeAt) };
}
