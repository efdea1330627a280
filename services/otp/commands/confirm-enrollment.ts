import { timingSafeEqual } from 'node:crypto';
import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorConfirmed } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import { matchingSteps, normaliseCode } from '../core/totp.js';
import type {
  AccountTransaction,
  ClaimEnrolment,
  Enrolment,
  NotBefore,
  NotBeforeAsk,
  OtpStore,
  StoredAuthenticator,
} from '../ports.js';
import { hashToken, notTheFirst } from './begin-enrollment.js';
import { newRecoveryCodes, type RecoveryCodeParts } from './new-recovery-codes.js';

export interface ConfirmParts extends RecoveryCodeParts {
  readonly store: OtpStore;
  readonly notBefore: NotBefore;
  readonly claimEnrolment: ClaimEnrolment;
}

export interface FirstCode {
  readonly authenticatorId: string;
  readonly confirmationToken: string;
  readonly code: string;
  /** With the first: keep the app passwords that one factor made. */
  readonly keepAppPasswords: boolean;
  /** SPIFFE URI of the caller. */
  readonly frontEnd: string;
}

/** So many wrong codes end an enrolment. */
const WRONG_CODES = 10;

/**
 * Activates an authenticator by its first code, which is used up by that. The account's first second factor ends
 * what one factor earned before: sessions, tickets, and app passwords that are not kept. Beside a passkey it ends
 * nothing: that was earned on more.
 * @returns recovery codes, with the account's first second factor, or where none are left; else none
 * @throws GatepostError INVALID_ARGUMENT if the code is wrong; NOT_FOUND if there is no such
 * enrolment of this front-end, it has lapsed, or there were too many wrong codes; FAILED_PRECONDITION
 * if it was begun as the first second factor and is not the first any more; PERMISSION_DENIED if a passkey becomes the
 * account's first factor at this moment; UNAVAILABLE
 */
export async function confirmEnrollment(
  parts: ConfirmParts,
  request: FirstCode,
): Promise<string[]> {
  const { store } = parts;
  const account = await store.holderOf(request.authenticatorId);
  if (account === undefined) throw noEnrolment();
  const enrolment = await store.onHolder(account, (tx) => enrolmentOf(tx, parts, request));
  if (enrolment?.onlyFirst === true) {
    const { decisionId } = enrolment;
    await parts.claimEnrolment({ account, decisionId, loginBegunAt: undefined, finishing: true });
  }
  const result = await store.onHolder(account, (tx) => confirm(tx, parts, { ...request, account }));
  if (result === undefined) throw noEnrolment();
  if (result === 'wrong') {
    throw invalidArgument('code', 'is not the code that the authenticator shows now');
  }
  if (result.ask !== undefined) await parts.notBefore.tell(result.ask);
  return result.recoveryCodes;
}

async function enrolmentOf(
  tx: AccountTransaction,
  { clock }: ConfirmParts,
  request: FirstCode,
): Promise<Enrolment | undefined> {
  const all = await tx.authenticators(clock.now());
  const waiting = all.find(({ id }) => id === request.authenticatorId);
  if (waiting === undefined || !mayConfirm(waiting, request)) throw noEnrolment();
  return waiting.enrolment;
}

interface Confirmed {
  readonly recoveryCodes: string[];
  readonly ask: NotBeforeAsk | undefined;
}

async function confirm(
  tx: AccountTransaction,
  parts: ConfirmParts,
  request: FirstCode & { account: string },
): Promise<Confirmed | 'wrong'> {
  const { account } = request;
  const now = parts.clock.now();
  const all = await tx.authenticators(now);
  const waiting = all.find(({ id }) => id === request.authenticatorId);
  if (waiting === undefined || !mayConfirm(waiting, request)) throw noEnrolment();
  const isFirst = !all.some(isActive) && !(await tx.hasPasskey());
  if (waiting.enrolment?.onlyFirst === true && !isFirst) throw notTheFirst();

  if (!(await useFirstCode(tx, parts, { ...request, waiting, now }))) {
    // Committed, not thrown: else the wrong codes would not be counted.
    const failures = waiting.failures + 1;
    if (failures >= WRONG_CODES) await tx.remove([waiting.id]);
    else await tx.setLock(waiting.id, { failures, lockedUntil: undefined });
    return 'wrong';
  }
  await tx.confirm(waiting.id, now);
  const { frontEnd } = request;
  const actor = personOf({ frontEnd, decisionId: waiting.enrolment?.decisionId });
  await tx.emit(authenticatorConfirmed, {
    account,
    authenticator: authenticatorData(waiting),
    actor,
  });
  // Codes that the person was shown stay.
  const needsCodes = isFirst || (await tx.recoveryCodesLeft()) === 0;
  const recoveryCodes = needsCodes ? await newRecoveryCodes(tx, parts, { account, actor }) : [];
  const decisionId = waiting.enrolment?.decisionId;
  if (!isFirst || decisionId === undefined) return { recoveryCodes, ask: undefined };
  const { keepAppPasswords } = request;
  const ask = await tx.askFirstEnrolment({ decisionId, keepAppPasswords, actor: frontEnd });
  return { recoveryCodes, ask };
}

function mayConfirm({ enrolment }: StoredAuthenticator, request: FirstCode): boolean {
  return (
    enrolment !== undefined &&
    enrolment.frontEnd === request.frontEnd &&
    timingSafeEqual(enrolment.tokenHash, hashToken(request.confirmationToken))
  );
}

async function useFirstCode(
  tx: AccountTransaction,
  { secrets }: ConfirmParts,
  request: FirstCode & { account: string; waiting: StoredAuthenticator; now: number },
): Promise<boolean> {
  const { waiting, account, now } = request;
  const secret = secrets.open(waiting.sealed, account, waiting.id);
  const code = normaliseCode(request.code);
  for (const step of matchingSteps({ secret, parameters: waiting, code, now })) {
    if (await tx.useStep(waiting.id, step, now)) return true;
  }
  return false;
}

function noEnrolment() {
  return notFound('there is no such enrolment, or it has lapsed');
}
