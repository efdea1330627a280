import { authenticatorLocked } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive, isLocked, isUsable } from '../core/authenticator.js';
import { afterWrongCode, type LockLimits } from '../core/lock.js';
import { matchingSteps, normaliseCode } from '../core/totp.js';
import { ATTEMPT_MS, type CodeOutcome, type ToldOfCode } from '../core/verdict.js';
import type {
  AccountTransaction,
  AttemptKey,
  CallScope,
  Clock,
  OtpStore,
  Refusal,
  Secrets,
  StoredAuthenticator,
  Subject,
  Throttle,
} from '../ports.js';
import { type Guess, guess } from './guess.js';

export interface VerifyCodeParts {
  readonly store: OtpStore;
  readonly throttle: Throttle;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly lock: LockLimits;
}

export interface CodeToVerify {
  readonly subject: Subject;
  /** As typed. */
  readonly code: string;
  /** Empty: each authenticator of the account is tried. */
  readonly authenticatorId: string;
  /** Empty: an attempt that is never repeated. */
  readonly attemptId: string;
  readonly frontEnd: string;
  readonly decisionId: string;
}

interface Comparison extends Guess {
  readonly outcome: CodeOutcome;
}

const NOT_ENROLLED: CodeOutcome = { verdict: 'wrong', enrolled: false };
const UNKNOWN: Comparison = { outcome: NOT_ENROLLED, compared: 'neither' };
const WRONG: CodeOutcome = { verdict: 'wrong', enrolled: true };

/**
 * Verifies a TOTP code and uses it up.
 *
 * Counted as a failure is only what was compared and never right: not a code that was used before,
 * not one whose length fits no authenticator, not one for authenticators that are locked.
 * @throws GatepostError UNAVAILABLE if no place under a limit came free before the deadline
 */
export async function verifyCode(
  parts: VerifyCodeParts,
  request: CodeToVerify,
  call: CallScope,
): Promise<CodeOutcome> {
  const { store, secrets, clock } = parts;
  const { account } = request.subject;
  const code = normaliseCode(request.code);
  const attempt: AttemptKey = {
    frontEnd: request.frontEnd,
    attemptId: request.attemptId,
    codeHash: secrets.hashAttempt('code', code),
  };
  const authenticators = await store.authenticators(account, clock.now());
  if (!authenticators.some(isActive)) return NOT_ENROLLED;
  const earlier = await store.findAttempt(account, attempt, clock.now() - ATTEMPT_MS);
  if (earlier !== undefined) return { ...earlier, enrolled: true };

  const { subject } = request;
  const done = await guess(parts, { subject, call }, async (begin) => {
    const decided = await store.onHolder(account, (tx) =>
      decide(tx, parts, { ...request, code, attempt, begin }),
    );
    return decided ?? UNKNOWN;
  });
  return 'refused' in done ? { ...limited(done), enrolled: true } : done.outcome;
}

/** Codes are compared each time: one that was wrong may be that of the next step. */
export function limited(refusal: Refusal): ToldOfCode {
  if (refusal.refused === 'known-wrong') throw new TypeError('a code was taken for a password');
  return { verdict: 'rate-limited', freeInMs: refusal.freeInMs };
}

interface Deciding extends CodeToVerify {
  readonly attempt: AttemptKey;
  /** To be called before anything is compared. */
  readonly begin: () => void;
}

/** Decides in one transaction on the account, and keeps the verdict for who asks again. */
async function decide(
  tx: AccountTransaction,
  parts: VerifyCodeParts,
  request: Deciding,
): Promise<Comparison> {
  const { attempt } = request;
  const now = parts.clock.now();
  // The same attempt may have been decided while this one waited.
  const earlier = await tx.findAttempt(attempt, now - ATTEMPT_MS);
  if (earlier !== undefined) {
    return { outcome: { ...earlier, enrolled: true }, compared: 'neither' };
  }
  const enrolled = (await tx.authenticators(now)).filter(isActive);
  if (enrolled.length === 0) return UNKNOWN;
  const active = enrolled.filter(isUsable);
  const { authenticatorId, code } = request;
  const asked = active.filter(({ id }) => authenticatorId === '' || id === authenticatorId);
  const fitting = asked.filter(({ digits }) => digits === code.length);
  const open = fitting.filter((authenticator) => !isLocked(authenticator, now));
  if (open.length === 0) {
    if (fitting.length === 0) return { outcome: WRONG, compared: 'neither' };
    const freeInMs = Math.min(...fitting.map(({ lockedUntil = now }) => lockedUntil - now));
    const outcome = { verdict: 'rate-limited', freeInMs, enrolled: true } as const;
    return { outcome, compared: 'neither' };
  }
  const done = await compare(tx, parts, { ...request, open, now });
  const { verdict, authenticatorId: id } = done.outcome;
  if (verdict !== 'rate-limited') {
    await tx.recordAttempt(attempt, { verdict, authenticatorId: id }, now);
  }
  return done;
}

/** Compares the code with that of each authenticator in `open`; at least one. */
async function compare(
  tx: AccountTransaction,
  { secrets, lock }: VerifyCodeParts,
  request: Deciding & { open: readonly StoredAuthenticator[]; now: number },
): Promise<Comparison> {
  const { open, code, now, subject, decisionId } = request;
  // All are opened before one is compared: a secret that does not open is no free guess at another.
  const tried = open.map((authenticator) => ({
    authenticator,
    secret: secrets.open(authenticator.sealed, subject.account, authenticator.id),
  }));
  request.begin();
  let spent = false;
  for (const { authenticator, secret } of tried) {
    const { id } = authenticator;
    for (const step of matchingSteps({ secret, parameters: authenticator, code, now })) {
      if (await tx.useStep(id, step, now)) {
        return {
          outcome: { verdict: 'verified', authenticatorId: id, enrolled: true },
          compared: 'right',
        };
      }
      spent = true;
    }
  }
  if (spent) return { outcome: WRONG, compared: 'neither' };
  for (const authenticator of open) {
    const state = afterWrongCode(authenticator, now, lock);
    await tx.setLock(authenticator.id, state);
    if (state.lockedUntil === undefined) continue;
    await tx.emit(authenticatorLocked, {
      account: subject.account,
      authenticator: authenticatorData(authenticator),
      failures: state.failures,
      until: new Date(state.lockedUntil).toISOString(),
      client_ip: subject.address.text,
      decision_id: decisionId,
    });
  }
  return { outcome: WRONG, compared: 'wrong' };
}
