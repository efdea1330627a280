import { recoveryCodesFew, recoveryCodeUsed } from '../../../libs/events/definitions/otp.js';
import { isActive } from '../core/authenticator.js';
import { FEW_RECOVERY_CODES, normaliseRecoveryCode } from '../core/recovery-code.js';
import { ATTEMPT_MS, type RecoveryOutcome } from '../core/verdict.js';
import type {
  AccountTransaction,
  AttemptKey,
  CallScope,
  Clock,
  OtpStore,
  Secrets,
  Subject,
  Throttle,
} from '../ports.js';
import { type Guess, guess } from './guess.js';
import { limited } from './verify-code.js';

export interface VerifyRecoveryCodeParts {
  readonly store: OtpStore;
  readonly throttle: Throttle;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export interface RecoveryCodeToVerify {
  readonly subject: Subject;
  /** As typed. */
  readonly code: string;
  /** Empty: the attempt is never repeated. */
  readonly attemptId: string;
  readonly frontEnd: string;
  readonly decisionId: string;
}

interface Comparison extends Guess {
  readonly outcome: RecoveryOutcome;
}

const NOT_ENROLLED: RecoveryOutcome = { verdict: 'wrong', enrolled: false };
const UNKNOWN: Comparison = { outcome: NOT_ENROLLED, compared: 'neither' };

/**
 * Verifies a recovery code and consumes it. An authenticator's lock does not apply, because recovery codes are meant
 * for that case. Only a code that was compared and matches nothing counts as a failure.
 * @throws GatepostError UNAVAILABLE if no place under a limit came free before the deadline
 */
export async function verifyRecoveryCode(
  parts: VerifyRecoveryCodeParts,
  request: RecoveryCodeToVerify,
  call: CallScope,
): Promise<RecoveryOutcome> {
  const { store, secrets, clock } = parts;
  const { account } = request.subject;
  const authenticators = await store.authenticators(account, clock.now());
  const enrolled = authenticators.some(isActive);
  // They are also the way back for a person who only has passkeys.
  if (!enrolled && !(await store.hasPasskey(account))) return NOT_ENROLLED;
  const wrong: RecoveryOutcome = { verdict: 'wrong', enrolled };
  const code = normaliseRecoveryCode(request.code);
  if (code === undefined) return wrong;
  const attempt: AttemptKey = {
    frontEnd: request.frontEnd,
    attemptId: request.attemptId,
    codeHash: secrets.hashAttempt('recovery-code', code),
  };
  const earlier = await store.findAttempt(account, attempt, clock.now() - ATTEMPT_MS);
  if (earlier !== undefined) return { ...earlier, enrolled };

  const { subject } = request;
  const done = await guess(parts, { subject, call }, async (begin) => {
    const decided = await store.onHolder(account, (tx) =>
      decide(tx, parts, { ...request, code, attempt, begin }),
    );
    return decided ?? UNKNOWN;
  });
  return 'refused' in done ? { ...limited(done), enrolled } : done.outcome;
}

interface Deciding extends RecoveryCodeToVerify {
  readonly attempt: AttemptKey;
  /** Must be called before anything is compared. */
  readonly begin: () => void;
}

/** Decides in one transaction on the account, and stores the verdict for a retry. */
async function decide(
  tx: AccountTransaction,
  { clock, secrets }: VerifyRecoveryCodeParts,
  { subject, code, decisionId, attempt, begin }: Deciding,
): Promise<Comparison> {
  const now = clock.now();
  const { account } = subject;
  // The same attempt may have been decided while this one waited for the lock.
  const earlier = await tx.findAttempt(attempt, now - ATTEMPT_MS);
  const enrolled = (await tx.authenticators(now)).some(isActive);
  if (earlier !== undefined) return { outcome: { ...earlier, enrolled }, compared: 'neither' };
  if (!enrolled && !(await tx.hasPasskey())) return UNKNOWN;
  const wrong: RecoveryOutcome = { verdict: 'wrong', enrolled };

  const keyIds = await tx.recoveryKeyIds();
  if (keyIds.length === 0) return { outcome: wrong, compared: 'neither' };
  const hashes = keyIds.map((keyId) => secrets.hashRecoveryCode(account, code, keyId).hash);
  begin();
  const use = await tx.useRecoveryCode(hashes, now);
  if (use !== 'used') {
    await tx.recordAttempt(attempt, { verdict: 'wrong' }, now);
    return { outcome: wrong, compared: use === 'spent' ? 'neither' : 'wrong' };
  }
  const left = await tx.recoveryCodesLeft();
  await tx.recordAttempt(attempt, { verdict: 'verified', left }, now);
  const data = { account, left, client_ip: subject.address.text, decision_id: decisionId };
  await tx.emit(recoveryCodeUsed, data);
  if (left <= FEW_RECOVERY_CODES) await tx.emit(recoveryCodesFew, data);
  return { outcome: { verdict: 'verified', left, enrolled }, compared: 'right' };
}
