import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { passkeyRegistered } from '../../../libs/events/definitions/passkey.js';
import { passkeyData } from '../core/passkey.js';
import type { AccountTransaction, NotBeforeAsk, OtherFactor, Waiting } from '../ports.js';
import { notTheFirst } from './begin-registration.js';

export interface Activated {
  /** With the account's first passkey: otp is told; as the first second factor, what one factor earned is over. */
  readonly ask: NotBeforeAsk | undefined;
}

/**
 * Makes a passkey a way in. The account's first second factor ends what one factor earned before: sessions, tickets, and app
 * passwords that are not kept. Beside an authenticator it ends nothing: that was earned on more.
 * @throws GatepostError NOT_FOUND if it is gone; FAILED_PRECONDITION if it was begun as the first and is not the first any more
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
  if (passkey === undefined) throw notFound('there is no such passkey, or it has lapsed');
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
