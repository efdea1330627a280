import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import { isActive } from '../core/authenticator.js';
import type { EventActor } from '../core/events.js';
import { findConsecutive, normaliseCode, stepAt } from '../core/totp.js';
import type { AccountTransaction, Clock, OtpStore, Secrets, Ticket } from '../ports.js';
import { personOf } from './person-of.js';

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
 * Resynchronises an authenticator whose clock has drifted, for an administrator to whom its holder reads
 * two consecutive codes. Both are used up, and its lock is lifted.
 * @returns by how many seconds its clock is off; below 0: behind
 * @throws GatepostError NOT_FOUND if the account has no such active authenticator; INVALID_ARGUMENT if
 * these are not two consecutive codes of it, or were used before
 */
export async function resynchronise(
  parts: ResynchroniseParts,
  request: TwoCodes & { readonly account: string; readonly actor: EventActor },
): Promise<number> {
  const { account } = request;
  const drift = await parts.store.onHolder(account, (tx) => setDrift(tx, parts, request));
  if (drift === undefined) throw noAuthenticator();
  return drift;
}

/**
 * The same by the person, whose ticket is used up by it.
 * @throws GatepostError also PERMISSION_DENIED if the ticket was used; else the ticket stays good
 */
export async function resynchroniseOwn(
  parts: ResynchroniseParts,
  { ticket, ...codes }: TwoCodes & { readonly ticket: Ticket },
): Promise<number> {
  const { account } = ticket;
  return parts.store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    return setDrift(tx, parts, { ...codes, account, actor: personOf(ticket) });
  });
}

async function setDrift(
  tx: AccountTransaction,
  { secrets, clock }: ResynchroniseParts,
  request: TwoCodes & { readonly account: string; readonly actor: EventActor },
): Promise<number> {
  const { account, authenticatorId, actor } = request;
  const now = clock.now();
  const all = await tx.authenticators(now);
  const authenticator = all.find((one) => one.id === authenticatorId && isActive(one));
  if (authenticator === undefined) throw noAuthenticator();
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
  if (!fresh) {
    throw invalidArgument(
      'second_code',
      'these are not two unused codes of it, one after the other',
    );
  }
  const driftSteps = step + 1 - stepAt(now, period);
  const driftSeconds = driftSteps * period;
  await tx.setDrift(id, driftSteps);
  const event = { account, authenticator, driftSeconds, actor };
  await tx.append({ type: 'authenticator-resynchronised', ...event });
  return driftSeconds;
}

function noAuthenticator() {
  return notFound('the account has no such authenticator');
}
