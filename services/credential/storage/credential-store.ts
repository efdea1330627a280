import type { Emitter } from '../../../libs/events/index.js';
import type { NotBeforeSender } from '../../../libs/not-before/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { forgetAccount, noteChangedSecret } from '../../../libs/throttle/index.js';
import type { CredentialStore, CredentialTransaction } from '../ports.js';
import {
  changePasswordHash,
  exchangePasswordHash,
  findMainPassword,
  insertAccount,
  insertAccounts,
  isKnown,
  readAccounts,
  updatePasswordHash,
} from './accounts.js';
import {
  countAppPasswords,
  deleteAppPasswords,
  deleteAppPasswordsSince,
  deleteLapsedAppPasswords,
  deleteOneFactorAppPasswords,
  findAppPassword,
  insertAppPassword,
  keepOneFactorAppPasswords,
  readAppPasswords,
  writeUse,
} from './app-passwords.js';
import { readBackend, writeBackend } from './backends.js';
import { countNetworks, markAlarm } from './networks.js';
import { useTicket, useTicketOnce, voidTickets } from './tickets.js';

export interface StoreParts {
  readonly db: Pick<Database, 'query' | 'transaction'>;
  readonly emit: Emitter;
  readonly notBefore: Pick<NotBeforeSender, 'record'>;
}

/** The store in the service's own Postgres schema. */
export function credentialStore(parts: StoreParts): CredentialStore {
  const { db } = parts;
  return {
    transaction: (work) => db.transaction((tx) => work(credentialTransaction(tx, parts))),
    findMainPassword: (account) => findMainPassword(db, account),
    findAppPassword: (publicPart) => findAppPassword(db, publicPart),
    listAppPasswords: (account) => readAppPasswords(db, account),
    backendOf: (domain) => readBackend(db, domain),
    listAccounts: (query) => readAccounts(db, query),
  };
}

function credentialTransaction(
  tx: Queryable,
  { emit, notBefore }: StoreParts,
): CredentialTransaction {
  return {
    askNotBefore: (of) => notBefore.record(tx, of),
    createAccount: (account, hash, now) => insertAccount(tx, account, hash, now),
    setPasswordHash: (account, hash, now) =>
      updatePasswordHash(tx, account, { hash, now, first: false }),
    changePasswordHash: (account, change) => changePasswordHash(tx, account, change),
    setFirstPasswordHash: (account, hash, now) =>
      updatePasswordHash(tx, account, { hash, now, first: true }),
    putPasswordHash: async (account, hash, now) => {
      if (await insertAccount(tx, account, hash, now)) return;
      await updatePasswordHash(tx, account, { hash, now, first: false });
    },
    replacePasswordHash: (account, from, to) => exchangePasswordHash(tx, account, from, to),

    createAccounts: (accounts, now) => insertAccounts(tx, accounts, now),
    holdAccounts: async (accounts) => {
      await tx.query(
        `SELECT pg_advisory_xact_lock(1667592292, hashtext(current_schema() || ' ' || name))
         FROM (SELECT name FROM unnest($1::text[]) AS name ORDER BY name COLLATE "C") AS held`,
        [accounts],
      );
    },
    holdAccount: async (account) => {
      await tx.query(
        "SELECT pg_advisory_xact_lock(1667592292, hashtext(current_schema() || ' ' || $1))",
        [account],
      );
    },
    countAppPasswords: (account, now) => countAppPasswords(tx, account, now),
    addAppPassword: (made) => insertAppPassword(tx, made),
    listAppPasswords: (account) => readAppPasswords(tx, account),
    removeAppPassword: async (account, id) => (await deleteAppPasswords(tx, account, id))[0],
    removeAppPasswords: (account) => deleteAppPasswords(tx, account),
    removeOneFactorAppPasswords: (account) => deleteOneFactorAppPasswords(tx, account),
    removeAppPasswordsSince: (account, since) => deleteAppPasswordsSince(tx, account, since),
    keepOneFactorAppPasswords: (account) => keepOneFactorAppPasswords(tx, account),
    knows: (account) => isKnown(tx, account),
    removeLapsedAppPasswords: (time, limit) => deleteLapsedAppPasswords(tx, time, limit),

    noteUse: (use) => writeUse(tx, use),
    countNetworks: (id, network, now, since) => countNetworks(tx, id, { network, now, since }),
    raiseAlarm: (id, now, since) => markAlarm(tx, id, now, since),

    setBackend: (backend, now) => writeBackend(tx, backend, now),
    backendOf: (domain) => readBackend(tx, domain),

    notePasswordChange: (account, now) =>
      noteChangedSecret(tx, { secret: 'password', accounts: [account].flat(), now }),
    consumeTicket: (ticket) => useTicket(tx, ticket),
    useOnce: (ticket) => useTicketOnce(tx, ticket),
    purge: async (account, now) => {
      await voidTickets(tx, account, now);
      const appPasswords = await deleteAppPasswords(tx, account);
      const accounts = await tx.query('DELETE FROM account WHERE name = $1', [account]);
      return appPasswords.length + accounts.count + (await forgetAccount(tx, account));
    },
    emit: (definition, ...data) => emit(tx, definition, ...data),
  };
}
