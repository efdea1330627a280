import type { Emitter } from '../../../libs/events/index.js';
import { firstEnrolmentReason, type NotBeforeSender } from '../../../libs/not-before/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import { refuseEarlierTickets, useTicket, useTicketOnce } from '../../../libs/ticket/index.js';
import { PASSKEY_ADDED } from '../core/passkey.js';
import type { AccountTransaction } from '../ports.js';
import { deleteAll, userHandleOf } from './holder.js';
import {
  activatePasskey,
  deletePasskeys,
  insertPasskey,
  readPasskeys,
  readWaiting,
  updateLabel,
  updateSuspended,
} from './passkeys.js';
import { deleteRegistrations, insertRegistration } from './registrations.js';

/** The parts of a transaction outside this service's own tables. */
export interface Outside {
  readonly emit: Emitter;
  readonly notBefore: Pick<NotBeforeSender, 'record'>;
  /** Deletes the throttle's data about the account. Returns the number of rows. */
  readonly forgetThrottle: (tx: Queryable, account: string) => Promise<number>;
}

/** Wraps the transaction `tx`, which holds `account`, for the commands. */
export function accountTransaction(
  tx: Queryable,
  account: string,
  { emit, notBefore, forgetThrottle }: Outside,
): AccountTransaction {
  return {
    passkeys: (now) => readPasskeys(tx, account, now),
    userHandle: (make) => userHandleOf(tx, account, make),
    addPasskey: (passkey) => insertPasskey(tx, account, passkey),
    waiting: (id) => readWaiting(tx, account, id),
    activate: (id, now) => activatePasskey(tx, id, now),
    setSuspended: (id, at) => updateSuspended(tx, id, at),
    endRegistrations: async () => {
      await deleteRegistrations(tx, account);
    },
    rename: (id, label) => updateLabel(tx, id, label),
    remove: (ids) => deletePasskeys(tx, ids),
    addRegistration: (registration, most) => insertRegistration(tx, registration, most),
    consumeTicket: (ticket) => useTicket(tx, account, ticket),
    useOnce: (ticket) => useTicketOnce(tx, account, ticket),
    askNotBefore: (of) => notBefore.record(tx, { owner: account, ...of }),
    askToNote: ({ actor }) =>
      notBefore.record(tx, { owner: account, reason: PASSKEY_ADDED, actor }),
    askFirstEnrolment: ({ actor, ...first }) =>
      notBefore.record(tx, { owner: account, reason: firstEnrolmentReason(first), actor }),
    refuseTicketsBefore: async (now) => {
      await refuseEarlierTickets(tx, account, now);
      // Registrations that these tickets began end, too.
      await deleteRegistrations(tx, account);
    },
    purge: async () => (await deleteAll(tx, account)) + (await forgetThrottle(tx, account)),
    emit: (definition, ...data) => emit(tx, definition, ...data),
  };
}
