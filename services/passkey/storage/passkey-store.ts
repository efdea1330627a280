import { passkeyCounterFell, passkeyHostMoves } from '../../../libs/events/definitions/passkey.js';
import type { Database } from '../../../libs/pg/index.js';
import { holderTransactions } from '../../../libs/ticket/index.js';
import type { PasskeyStore } from '../ports.js';
import { accountTransaction, type Outside } from './account-transaction.js';
import { claimUnnotified } from './moves.js';
import { hasPasskey, readCredential, readPasskeys, usePasskey } from './passkeys.js';
import { deleteRegistration } from './registrations.js';

/** The store in Postgres. */
export function passkeyStore({
  db,
  ...outside
}: Outside & { readonly db: Database }): PasskeyStore {
  return {
    ...holderTransactions(db, (tx, account) => accountTransaction(tx, account, outside)),
    passkeys: (account, now) => readPasskeys(db, account, now),
    hasPasskey: (account) => hasPasskey(db, account),
    findCredential: (credentialId) => readCredential(db, credentialId),
    takeRegistration: (of) => deleteRegistration(db, of),
    holderOf: async (id) => {
      const { rows } = await db.query<{ account: string }>(
        'SELECT account FROM passkey WHERE id = $1',
        [id],
      );
      return rows[0]?.account;
    },
    use: (use, event) =>
      db.transaction(async (tx) => {
        const result = await usePasskey(tx, use);
        if (result === 'counter') await outside.emit(tx, passkeyCounterFell, event);
        return result;
      }),
    notifyOfMove: (move, of) =>
      db.transaction(async (tx) => {
        const accounts = await claimUnnotified(tx, move, of);
        const until = new Date(move.until).toISOString();
        const told = accounts.map((account) => {
          return { account, rp_id: move.from, to: move.to, until };
        });
        if (told.length > 0) await outside.emit(tx, passkeyHostMoves, ...told);
        return accounts.length;
      }),
  };
}
