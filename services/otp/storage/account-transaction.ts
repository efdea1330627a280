import type { Emitter } from '../../../libs/events/index.js';
import { firstEnrolmentReason, type NotBeforeSender } from '../../../libs/not-before/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import {
  refuseEarlierTickets,
  returnTicket,
  useTicket,
  useTicketOnce,
} from '../../../libs/ticket/index.js';
import type { AccountTransaction } from '../ports.js';
import { readAttempt, writeAttempt } from './attempts.js';
import {
  confirmAuthenticator,
  deleteAuthenticators,
  insertAuthenticator,
  insertUsedCode,
  updateDrift,
  updateLabel,
  updateLock,
  updateSuspended,
} from './authenticators.js';
import { deleteAll, readHasPasskey, writeHasPasskey } from './holder.js';
import { countRecoveryCodes, readAuthenticators } from './read-account.js';
import {
  deleteCodesSince,
  markRecoveryCodeUsed,
  readRecoveryKeyIds,
  replaceCodes,
} from './recovery-codes.js';

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
  outside: Outside,
): AccountTransaction {
  return {
    authenticators: (now) => readAuthenticators(tx, account, now),
    addAuthenticator: (added) => insertAuthenticator(tx, account, added),
    confirm: (id, now) => confirmAuthenticator(tx, id, now),
    remove: (ids) => deleteAuthenticators(tx, ids),
    setLock: (id, state) => updateLock(tx, id, state),
    rename: (id, label) => updateLabel(tx, id, label),
    setDrift: (id, steps) => updateDrift(tx, id, steps),
    setSuspended: (id, at) => updateSuspended(tx, id, at),
    useStep: (id, step, now) => insertUsedCode(tx, id, step, now),

    recoveryCodesLeft: () => countRecoveryCodes(tx, account),
    hasPasskey: () => readHasPasskey(tx, account),
    setPasskey: (has) => writeHasPasskey(tx, account, has),
    recoveryKeyIds: () => readRecoveryKeyIds(tx, account),
    useRecoveryCode: (hashes, now) => markRecoveryCodeUsed(tx, account, hashes, now),
    replaceRecoveryCodes: (codes, now) => replaceCodes(tx, account, codes, now),

    voidRecoveryCodes: (since) => deleteCodesSince(tx, account, since),
    findAttempt: (key, since) => readAttempt(tx, account, key, since),
    recordAttempt: (key, attempt, now) =>
      writeAttempt(tx, account, key, { ...attempt, decidedAt: now }),
    forgetAttempts: async () => {
      await tx.query('DELETE FROM attempt WHERE account = $1', [account]);
    },

    consumeTicket: (ticket) => useTicket(tx, account, ticket),
    returnTicket: ({ jti }) => returnTicket(tx, jti),
    useOnce: (ticket) => useTicketOnce(tx, account, ticket),
    refuseTicketsBefore: (now) => refuseEarlierTickets(tx, account, now),
    askNotBefore: (of) => outside.notBefore.record(tx, { owner: account, ...of }),
    askFirstEnrolment: ({ actor, ...first }) =>
      outside.notBefore.record(tx, { owner: account, reason: firstEnrolmentReason(first), actor }),
    purge: async () => (await deleteAll(tx, account)) + (await outside.forgetThrottle(tx, account)),
    emit: (definition, ...data) => outside.emit(tx, definition, ...data),
  };
}
