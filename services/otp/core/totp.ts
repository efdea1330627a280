import { timingSafeEqual } from 'node:crypto';
import { createGuardrails, generateSync } from 'otplib';
import type { CodeParameters } from './authenticator.js';

/** Octets of a secret: RFC 4226 wants 16 at least, but many authenticators in use have 10. */
export const SECRET_OCTETS = { min: 10, max: 128 } as const;

const guardrails = createGuardrails({
  MIN_SECRET_BYTES: SECRET_OCTETS.min,
  MAX_SECRET_BYTES: SECRET_OCTETS.max,
});

/** How many steps a person's clock may be off, to either side (RFC 6238 section 5.2). */
const DRIFT_STEPS = 1;

/** The time step that `now` (milliseconds since the epoch) lies in. */
export function stepAt(now: number, period: number): number {
  return Math.floor(now / 1000 / period);
}

/** The code of one time step. */
export function codeAt(secret: Uint8Array, step: number, parameters: CodeParameters): string {
  const { algorithm, digits, period } = parameters;
  return generateSync({ secret, algorithm, digits, period, epoch: step * period, guardrails });
}

/**
 * The time steps around `now` of which `code` is the code, the likeliest first; usually none or one.
 *
 * All of them, because a code can by chance be that of two steps, and one of them may be used up.
 */
export function matchingSteps(options: {
  secret: Uint8Array;
  parameters: CodeParameters;
  code: string;
  now: number;
}): number[] {
  const { secret, parameters, code, now } = options;
  if (code.length !== parameters.digits) return [];
  const current = stepAt(now, parameters.period);
  const steps = [current];
  for (let drift = 1; drift <= DRIFT_STEPS; drift++) steps.push(current - drift, current + drift);
  return steps.filter((step) => step >= 0 && sameText(codeAt(secret, step, parameters), code));
}

/** In a time that does not depend on where the two differ. */
function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}
