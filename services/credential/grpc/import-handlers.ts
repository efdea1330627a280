import {
  type ImportAccountsRequest,
  type ImportAccountsResponse,
  AccountImportOutcome as Outcome,
  type AccountToImport as WireAccount,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import { readActor, readRequest } from '../../../libs/grpc/requests/index.js';
import { parseAccount } from '../../../libs/names/account.js';
import {
  type AccountToImport,
  type ImportAccountsParts,
  type ImportOutcome,
  importAccounts,
} from '../commands/import-accounts.js';
import { readPasswordHash, readPlainPassword } from '../core/password-hash.js';

const ACCOUNTS = { min: 1, max: 500 };
const HASH_OCTETS = 1024;

const OUTCOMES: Readonly<Record<ImportOutcome, Outcome>> = {
  created: Outcome.CREATED,
  'password-set': Outcome.PASSWORD_SET,
  left: Outcome.LEFT,
  'named-twice': Outcome.REFUSED,
};

type Read = AccountToImport | { readonly refused: string };

/** Imports many accounts. An error in one is reported for that one, and the others are imported. */
export function importHandlers(parts: ImportAccountsParts) {
  return {
    async importAccounts(
      wire: ImportAccountsRequest,
      context: CallContext,
    ): Promise<ImportAccountsResponse> {
      const actor = readRequest((reader) => {
        reader.whole('accounts', wire.accounts.length, ACCOUNTS);
        return readActor(reader, wire.actor, context.caller.uri);
      });
      const read = wire.accounts.map(readOne);
      const accounts = read.filter((one): one is AccountToImport => !('refused' in one));
      const request = { accounts, replace: wire.replace, actor };
      const outcomes = accounts.length === 0 ? [] : await importAccounts(parts, request, context);
      const byAccount = outcomes.values();
      return {
        accounts: read.map((one) => {
          if ('refused' in one) return { outcome: Outcome.REFUSED, why: one.refused };
          const outcome = byAccount.next().value ?? 'left';
          const why = outcome === 'named-twice' ? 'the account is named twice' : '';
          return { outcome: OUTCOMES[outcome], why };
        }),
      };
    },
  };
}

function readOne({ account: name, hash }: WireAccount): Read {
  const account = parseAccount(name);
  if (!account.ok) return { refused: account.reason };
  if (hash.length === 0) return { account: account.value.name, password: undefined };
  if (hash.length > HASH_OCTETS)
    return { refused: `the hash is longer than ${HASH_OCTETS} octets` };
  const password = readPlainPassword(hash) ?? readPasswordHash(hash.toString('latin1'));
  if ('refused' in password) return { refused: `the hash is ${password.refused}` };
  return { account: account.value.name, password };
}
