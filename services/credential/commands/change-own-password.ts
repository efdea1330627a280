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
 * Changes the main password of the person of a ticket, who must also give the current one. Only the outcome `changed`
 * consumes the ticket, so that a person whose new password is too weak can try another.
 *
 * When this returns, sessions and trust of earlier logins have ended if trust-store can be asked; otherwise they end
 * within a second of its return.
 * @throws GatepostError FAILED_PRECONDITION if the password is not stored here; PERMISSION_DENIED if the ticket was
 * used; UNAVAILABLE if no slot came free before the deadline
 */
export async function changeOwnPassword(
  parts: ChangeOwnPasswordParts,
  request: {
    readonly ticket: Ticket;
    readonly current: Buffer;
    readonly wanted: Buffer;
    /** The browser's address, against which wrong passwords count. */
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
  // The current password was verified above, so comparing the typed texts is enough.
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
    // Somebody else has set the password meanwhile, so the verified one is no longer current.
    if (!(await tx.changePasswordHash(account, { hash, setAt: known, now }))) return undefined;
    await tx.notePasswordChange(account, now);
    await tx.emit(passwordSet, { account, actor });
    return afterPasswordChange(tx, account, actor);
  });
  if (ask === undefined) return { outcome: 'wrong-password' };
  await notBefore.send(ask);
  return { outcome: 'changed' };
}

/** When the account's main password was set here, in ms since the epoch. Undefined if it has none. */
export async function passwordSetAt(
  { store }: Pick<ChangeOwnPasswordParts, 'store'>,
  account: string,
): Promise<number | undefined> {
  const domain = domainOfAccount(account);
  const [found] = await store.listAccounts({ domain, account, after: '', limit: 1 });
  return found?.passwordSetAt;
}
