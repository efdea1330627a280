import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { authenticatorResynchronised } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isUsable } from '../core/authenticator.js';
import type { LockLimits } from '../core/lock.js';
import { findConsecutive, normaliseCode, stepAt } from '../core/totp.js';
import type {
  AccountTransaction,
  Clock,
  OtpStore,
  Secrets,
  StoredAuthenticator,
  Ticket,
} from '../ports.js';

export interface ResynchroniseParts {
  readonly store: OtpStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export interface TwoCodes {
  readonly authenticatorId: string;
  /** As typed. */
  readonly first: string;
  readonly second: string;
}

/**
 * Resynchronises an authenticator whose clock has drifted, for an administrator to whom its holder reads two
 * consecutive codes. Consumes both codes and lifts the authenticator's lock.
 * @returns how many seconds its clock is off; negative if it is slow
 * @throws GatepostError NOT_FOUND if the account has no such active authenticator; INVALID_ARGUMENT if these are not
 * two consecutive codes of it, or were used before
 */
export async function resynchronise(
  parts: ResynchroniseParts,
  request: TwoCodes & { readonly account: string; readonly actor: Actor },
): Promise<number> {
  const { account } = request;
  const drift = await parts.store.onHolder(account, async (tx) => {
    const now = parts.clock.now();
    const authenticator = await findActive(tx, request.authenticatorId, now);
    const found = await setDrift(tx, parts, { ...request, authenticator, now });
    if (found === 'wrong') throw wrongCodes();
    return found;
  });
  if (drift === undefined) throw noAuthenticator();
  return drift;
}

/**
 * Resynchronises an authenticator for its person and consumes the ticket. Wrong codes count as a wrong code at a login
 * does. Past the limit each try needs a new ticket.
 * @throws GatepostError also PERMISSION_DENIED if the ticket was used; otherwise the ticket stays valid
 */
export async function resynchroniseOwn(
  parts: ResynchroniseParts & { readonly lock: LockLimits },
  { ticket, ...codes }: TwoCodes & { readonly ticket: Ticket },
): Promise<number> {
  const { account } = ticket;
  const drift = await parts.store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const now = parts.clock.now();
    const authenticator = await findActive(tx, codes.authenticatorId, now);
    const actor = personOf(ticket);
    const found = await setDrift(tx, parts, { ...codes, account, actor, authenticator, now });
    if (found !== 'wrong') return found;
    // Returned, so that the transaction commits: an exception would roll back the count of wrong codes.
    const failures = authenticator.failures + 1;
    await tx.setLock(authenticator.id, { failures, lockedUntil: authenticator.lockedUntil });
    if (failures < parts.lock.failures) await tx.returnTicket(ticket);
    return found;
  });
  if (drift === 'wrong') throw wrongCodes();
  return drift;
}

async function findActive(
  tx: AccountTransaction,
  id: string,
  now: number,
): Promise<StoredAuthenticator> {
  const all = await tx.authenticators(now);
  const found = all.find((one) => one.id === id && isUsable(one));
  if (found === undefined) throw noAuthenticator();
  return found;
}

async function setDrift(
  tx: AccountTransaction,
  { secrets }: ResynchroniseParts,
  request: TwoCodes & {
    readonly account: string;
    readonly actor: Actor;
    readonly authenticator: StoredAuthenticator;
    readonly now: number;
  },
): Promise<number | 'wrong'> {
  const { account, authenticator, actor, now } = request;
  const { id, period } = authenticator;
  const step = findConsecutive({
    secret: secrets.open(authenticator.sealed, account, id),
    parameters: authenticator,
    first: normaliseCode(request.first),
    second: normaliseCode(request.second),
    now,
  });
  const fresh =
    step !== undefined &&
    (await tx.useStep(id, step, now)) &&
    (await tx.useStep(id, step + 1, now));
  if (!fresh) return 'wrong';
  const driftSteps = step + 1 - stepAt(now, period);
  const driftSeconds = driftSteps * period;
  await tx.setDrift(id, driftSteps);
  const named = authenticatorData(authenticator);
  const data = { account, authenticator: named, drift_seconds: driftSeconds, actor };
  await tx.emit(authenticatorResynchronised, data);
  return driftSeconds;
}

function wrongCodes() {
  return invalidArgument(
    'second_code',
    'these are not two unused codes of it, one after the other',
  );
}

function noAuthenticator() {
  return notFound('the account has no such authenticator');
}
