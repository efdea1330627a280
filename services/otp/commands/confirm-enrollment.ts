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
  /** With the first second factor: keep the app passwords that one factor made. */
  readonly keepAppPasswords: boolean;
  /** SPIFFE URI of the caller. */
  readonly frontEnd: string;
}

/** This many wrong codes end an enrolment. */
const WRONG_CODES = 10;

/**
 * Activates an authenticator with its first code, and consumes the code. If this is the account's first second factor,
 * it ends what one factor earned before: sessions, tickets, and app passwords that are not kept. If there is a passkey
 * already, nothing ends, because more than one factor earned it.
 * @returns recovery codes if this is the account's first second factor or no codes are left; otherwise none
 * @throws GatepostError INVALID_ARGUMENT if the code is wrong; NOT_FOUND if this front-end has no such enrolment, it
 * has lapsed, or there were too many wrong codes; FAILED_PRECONDITION if it was begun as the first second factor and is
 * not the first any more; PERMISSION_DENIED if a passkey becomes the account's first second factor at this moment;
 * UNAVAILABLE
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
  if (result.ask !== undefined) await parts.notBefore.send(result.ask);
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
    // Returned, so that the transaction commits: an exception would roll back the count of wrong codes.
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
  // Recovery codes that the person was already shown stay.
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
  return notFound('there is no such enrolment, or it has expired');
}
