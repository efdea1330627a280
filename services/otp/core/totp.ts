import { timingSafeEqual } from 'node:crypto';
import { createGuardrails, generateSync } from 'otplib';
import type { CodeParameters } from './authenticator.js';

/** Octets of a secret: RFC 4226 requires at least 16, but many authenticators in use have 10. */
export const SECRET_OCTETS = { min: 10, max: 128 } as const;

const guardrails = createGuardrails({
  MIN_SECRET_BYTES: SECRET_OCTETS.min,
  MAX_SECRET_BYTES: SECRET_OCTETS.max,
});

/** How many steps an authenticator's clock may be off in either direction (RFC 6238 section 5.2). */
const DRIFT_STEPS = 1;

/** A code as typed, without the spaces and hyphens that apps show and people type between digits. */
export function normaliseCode(typed: string): string {
  return typed.replace(/[\s\u2010-\u2015\u2212-]/g, '');
}

/** The time step that contains `now` (ms since the epoch). */
export function stepAt(now: number, period: number): number {
  return Math.floor(now / 1000 / period);
}

/** The code of one time step. */
export function codeAt(secret: Uint8Array, step: number, parameters: CodeParameters): string {
  const { algorithm, digits, period } = parameters;
  return generateSync({ secret, algorithm, digits, period, epoch: step * period, guardrails });
}

/**
 * The time steps around `now` whose code is `code`, the likeliest first; usually none or one.
 *
 * It returns all of them, because a code can by chance belong to two steps, and one of them may already be used.
 */
export function matchingSteps(options: {
  secret: Uint8Array;
  /** `driftSteps`: how many steps its clock is known to be off. */
  parameters: CodeParameters & { readonly driftSteps?: number };
  code: string;
  now: number;
}): number[] {
  const { secret, parameters, code, now } = options;
  if (code.length !== parameters.digits) return [];
  const current = stepAt(now, parameters.period) + (parameters.driftSteps ?? 0);
  const steps = [current];
  for (let drift = 1; drift <= DRIFT_STEPS; drift++) steps.push(current - drift, current + drift);
  return steps.filter((step) => step >= 0 && sameText(codeAt(secret, step, parameters), code));
}

/** The largest drift, in either direction, that can be resynchronised: an hour with steps of 30 s. */
export const RESYNCHRONISED_STEPS = 120;

/**
 * The time step nearest to `now` whose code is `first` and whose next step's code is `second`. Undefined if there is
 * none within reach. Two codes are required, because one alone would be too easy to guess among so many steps (RFC 4226
 * section 7.4, RFC 6238 section 6).
 */
export function findConsecutive(options: {
  secret: Uint8Array;
  parameters: CodeParameters;
  first: string;
  second: string;
  now: number;
}): number | undefined {
  const { secret, parameters, first, second, now } = options;
  if (first.length !== parameters.digits || second.length !== parameters.digits) return undefined;
  const current = stepAt(now, parameters.period);
  const shows = (step: number, code: string) =>
    step >= 0 && sameText(codeAt(secret, step, parameters), code);
  for (let drift = 0; drift <= RESYNCHRONISED_STEPS; drift++) {
    // The second code is the one shown now.
    for (const step of new Set([current - 1 - drift, current - 1 + drift])) {
      if (shows(step, first) && shows(step + 1, second)) return step;
    }
  }
  return undefined;
}

/** Compares in constant time. */
function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}
