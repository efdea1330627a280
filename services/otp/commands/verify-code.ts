import { authenticatorLocked } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive, isLocked, isUsable } from '../core/authenticator.js';
import { afterWrongCode, type LockLimits } from '../core/lock.js';
import { matchingSteps, normaliseCode } from '../core/totp.js';
import { ATTEMPT_MS, type CodeCheck, type CodeOutcome } from '../core/verdict.js';
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
  /** Empty: each of the account's authenticators is tried. */
  readonly authenticatorId: string;
  /** Empty: the attempt is never repeated. */
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
 * Verifies a TOTP code and consumes it.
 *
 * Only a code that was compared and matches nothing counts as a failure. A code that was used before, whose length fits
 * no authenticator, or whose authenticators are locked does not count.
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

/**
 * The outcome for a code that the throttle refused. A code is always compared again, because a wrong one may be right
 * in the next step.
 */
export function limited(refusal: Refusal): CodeCheck {
  if (refusal.refused === 'known-wrong') throw new TypeError('a code was taken for a password');
  return { verdict: 'rate-limited', freeInMs: refusal.freeInMs };
}

interface Deciding extends CodeToVerify {
  readonly attempt: AttemptKey;
  /** Must be called before anything is compared. */
  readonly begin: () => void;
}

/** Decides in one transaction on the account, and stores the verdict for a retry. */
async function decide(
  tx: AccountTransaction,
  parts: VerifyCodeParts,
  request: Deciding,
): Promise<Comparison> {
  const { attempt } = request;
  const now = parts.clock.now();
  // The same attempt may have been decided while this one waited for the lock.
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

/** Compares the code with that of each authenticator in `open`, which has at least one. */
async function compare(
  tx: AccountTransaction,
  { secrets, lock }: VerifyCodeParts,
  request: Deciding & { open: readonly StoredAuthenticator[]; now: number },
): Promise<Comparison> {
  const { open, code, now, subject, decisionId } = request;
  // All secrets are opened before any is compared, so that a secret which fails to open does not give a free guess at
  // another.
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
