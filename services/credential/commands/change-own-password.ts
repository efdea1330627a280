import { failedPrecondition } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { passwordSet } from '../../../libs/events/definitions/credential.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { mainPasswordProblem } from '../core/main-password.js';
import type { NewPasswordProblem } from '../core/new-password.js';
import type { CallScope, Clock, NewPasswords, NotBefore, Subject, Ticket } from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';
import { refuseOtherBackend } from './refuse-other-backend.js';
import { type VerifyPasswordParts, verifyPassword } from './verify-password.js';

export interface ChangeOwnPasswordParts extends VerifyPasswordParts {
  readonly clock: Clock;
  readonly notBefore: NotBefore;
  readonly leastPassword: number;
  readonly newPasswords: NewPasswords;
}

export type OwnPasswordChange =
  | { readonly outcome: 'changed' | 'wrong-password' }
  | { readonly outcome: 'rate-limited'; readonly freeInMs: number | undefined }
  | NewPasswordProblem;

/**
 * Changes the main password of the person of a ticket, who also knows the current one. Only `changed`
 * uses the ticket up: who is told that a password is too weak tries another.
 *
 * Sessions and trust of earlier logins have ended when this returns, if trust-store can be asked; else within
 * a second of its return.
 * @throws GatepostError FAILED_PRECONDITION where the password is not kept here; PERMISSION_DENIED if the ticket
 *   was used; UNAVAILABLE where no place came free before the deadline
 */
export async function changeOwnPassword(
  parts: ChangeOwnPasswordParts,
  request: {
    readonly ticket: Ticket;
    readonly current: Buffer;
    readonly wanted: Buffer;
    /** The browser's: what is wrong counts there. */
    readonly address: Subject['address'];
    readonly personalWords: readonly string[];
  },
  call: CallScope,
): Promise<OwnPasswordChange> {
  const { store, hashes, clock, notBefore, newPasswords, leastPassword } = parts;
  const { ticket, current, wanted, address, personalWords } = request;
  const { account, frontEnd } = ticket;
  await refuseOtherBackend(store, account);
  const known = await passwordSetAt(parts, account);
  if (known === undefined) throw failedPrecondition('the account has no main password here');
  if (mainPasswordProblem(wanted, leastPassword) !== undefined) return { outcome: 'too-short' };

  const told = await verifyPassword(
    parts,
    { subject: { account, address }, password: current, frontEnd },
    call,
  );
  if (told.verdict === 'rate-limited') {
    return { outcome: 'rate-limited', freeInMs: told.freeInMs };
  }
  if (told.verdict !== 'verified') return { outcome: 'wrong-password' };
  // What was verified is what was typed.
  if (wanted.equals(current)) return { outcome: 'same-as-before' };
  const problem = await newPasswords.problemOf(wanted, account, personalWords);
  if (problem !== undefined) return problem;

  const share = { domain: domainOfAccount(account), frontEnd };
  const hash = await hashes.hash(wanted, call, share);
  const actor = personOf(ticket);
  const ask = await store.transaction(async (tx) => {
    await tx.holdAccount(account);
    await tx.consumeTicket(ticket);
    const now = clock.now();
    // Set by somebody else meanwhile: the one that was verified is not the current one any more.
    if (!(await tx.changePasswordHash(account, { hash, setAt: known, now }))) return undefined;
    await tx.notePasswordChange(account, now);
    await tx.emit(passwordSet, { account, actor });
    return afterPasswordChange(tx, account, actor);
  });
  if (ask === undefined) return { outcome: 'wrong-password' };
  await notBefore.tell(ask);
  return { outcome: 'changed' };
}

/** When the account's main password was set here, in ms; undefined: it has none. */
export async function passwordSetAt(
  { store }: Pick<ChangeOwnPasswordParts, 'store'>,
  account: string,
): Promise<number | undefined> {
  const domain = domainOfAccount(account);
  const [found] = await store.listAccounts({ domain, account, after: '', limit: 1 });
  return found?.passwordSetAt;
}
