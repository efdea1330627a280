import type { Database } from '../../../libs/pg/index.js';
import { holderTransactions } from '../../../libs/ticket/index.js';
import type { OtpStore } from '../ports.js';
import { accountTransaction, type Outside } from './account-transaction.js';
import { readAttempt } from './attempts.js';
import { readHasPasskey } from './holder.js';
import { countRecoveryCodes, readAuthenticators } from './read-account.js';

/** The store in Postgres. */
export function otpStore({ db, ...outside }: Outside & { readonly db: Database }): OtpStore {
  return {
    ...holderTransactions(db, (tx, account) => accountTransaction(tx, account, outside)),
    authenticators: (account, now) => readAuthenticators(db, account, now),
    recoveryCodesLeft: (account) => countRecoveryCodes(db, account),
    hasPasskey: (account) => readHasPasskey(db, account),
    findAttempt: (account, key, since) => readAttempt(db, account, key, since),
    holderOf: async (authenticatorId) => {
      const { rows } = await db.query<{ account: string }>(
        'SELECT account FROM authenticator WHERE id = $1',
        [authenticatorId],
      );
      return rows[0]?.account;
    },
  };
}
