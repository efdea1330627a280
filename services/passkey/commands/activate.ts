import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { passkeyRegistered } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { AccountTransaction, NotBeforeAsk, OtherFactor, Waiting } from '../ports.js';
import { notTheFirst } from './begin-registration.js';

export interface Activated {
  /**
   * Set with the account's first passkey: otp must be notified and, if this is the first second factor, what one factor
   * earned must end.
   */
  readonly ask: NotBeforeAsk | undefined;
}

/**
 * Activates a passkey. If it is the account's first second factor, it ends what one factor earned before: sessions,
 * tickets, and app passwords that are not kept. If there is an authenticator already, nothing ends, because more than
 * one factor earned it.
 * @throws GatepostError NOT_FOUND if it is gone; FAILED_PRECONDITION if it was begun as the first second factor and is
 * not the first any more
 */
export async function activate(
  tx: AccountTransaction,
  of: Waiting &
    OtherFactor & {
      readonly account: string;
      readonly passkeyId: string;
      readonly now: number;
    },
): Promise<Activated> {
  const { account, passkeyId, now, onlyFirst, decisionId, frontEnd, keepAppPasswords } = of;
  const all = await tx.passkeys(now);
  const passkey = all.find(({ id }) => id === passkeyId);
  if (passkey === undefined) throw notFound('there is no such passkey, or it has expired');
  const isFirst = !all.some(({ isActive }) => isActive);
  if (onlyFirst && (!isFirst || of.hasAuthenticator)) throw notTheFirst();
  await tx.activate(passkeyId, now);
  await tx.emit(passkeyRegistered, { account, passkey: passkeyData(passkey), actor: personOf(of) });
  if (!isFirst) return { ask: undefined };
  const actor = frontEnd;
  return {
    ask: of.hasAuthenticator
      ? await tx.askToNote({ actor })
      : await tx.askFirstEnrolment({ decisionId, keepAppPasswords, actor }),
  };
}
