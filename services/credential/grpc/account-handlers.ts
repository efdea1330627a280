import type * as Wire from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import {
  fromToken,
  readActor,
  readPageSize,
  readRequest,
  toToken,
} from '../../../libs/grpc/requests/index.js';
import { type CreateAccountParts, createAccount } from '../commands/create-account.js';
import { type CreateAppPasswordParts, createAppPassword } from '../commands/create-app-password.js';
import { importPasswordHash } from '../commands/import-password-hash.js';
import { revokeAppPassword } from '../commands/revoke-app-password.js';
import { setPassword } from '../commands/set-password.js';
import { type PasswordHash, readPasswordHash } from '../core/password-hash.js';
import type { NotBefore } from '../ports.js';
import { accountToWire, appPasswordToWire, madeToWire, PASSWORD, readWish } from './convert.js';

export interface AccountHandlerParts extends CreateAppPasswordParts, CreateAccountParts {
  readonly notBefore: NotBefore;
}

/** The handlers of CredentialAdminService for accounts, their passwords and their app passwords. */
export function accountHandlers(parts: AccountHandlerParts) {
  const { store, clock } = parts;
  return {
    async createAccount(wire: Wire.CreateAccountRequest, context: CallContext) {
      const { password } = wire;
      const request = readRequest((reader) => ({
        account: reader.account('account', wire.account).name,
        ...(password && { password: reader.bytes('password', password, PASSWORD) }),
        actor: readActor(reader, wire.actor, context.caller.uri),
      }));
      const kind = await createAccount(parts, request, context);
      return { backendInTheWay: kind === 'embedded' ? '' : kind };
    },

    async setPassword(wire: Wire.SetPasswordRequest, context: CallContext) {
      const request = readRequest((reader) => ({
        account: reader.account('account', wire.account).name,
        password: reader.bytes('password', wire.password, PASSWORD),
        actor: readActor(reader, wire.actor, context.caller.uri),
      }));
      await setPassword(parts, request, context);
      return {};
    },

    async importPasswordHash(wire: Wire.ImportPasswordHashRequest, { caller }: CallContext) {
      const request = readRequest((reader) => {
        reader.bytes('hash', wire.hash, { min: 1, max: 1024 });
        const hash = readPasswordHash(wire.hash.toString('latin1'));
        if ('refused' in hash && wire.hash.length > 0) reader.refuse('hash', hash.refused);
        return {
          account: reader.account('account', wire.account).name,
          hash: hash as PasswordHash,
          actor: readActor(reader, wire.actor, caller.uri),
        };
      });
      await importPasswordHash(parts, request);
      return {};
    },

    async listAccounts(wire: Wire.ListAccountsRequest) {
      const { domain, account, size, after } = readRequest((reader) => ({
        domain: reader.domain('domain', wire.domain),
        account: wire.account === '' ? '' : reader.account('account', wire.account).name,
        size: readPageSize(reader, wire.page),
        after: fromToken(reader, wire.page?.token ?? '', (key) =>
          typeof key === 'string' && !key.includes('\0') ? key : undefined,
        ),
      }));
      const accounts = await store.listAccounts({
        ...{ domain, account, after: after ?? '', limit: size },
      });
      const last = accounts.length < size ? undefined : accounts.at(-1);
      return {
        accounts: accounts.map(accountToWire),
        nextToken: last === undefined ? '' : toToken(last.account),
      };
    },

    async createAppPassword(wire: Wire.CreateAppPasswordRequest, context: CallContext) {
      const request = readRequest((reader) => ({
        wish: {
          account: reader.account('account', wire.account).name,
          ...readWish(reader, wire, clock.now()),
          onOneFactor: false,
        },
        actor: readActor(reader, wire.actor, context.caller.uri),
        unknownAccount: wire.unknownAccount,
      }));
      const made = await createAppPassword(parts, request, context);
      const { firstOfAccount, accountUnverified } = made;
      return { ...madeToWire(made), firstOfAccount, accountUnverified };
    },

    async listAppPasswords(wire: Wire.ListAppPasswordsRequest) {
      const account = readRequest((reader) => reader.account('account', wire.account).name);
      const appPasswords = await store.listAppPasswords(account);
      return { appPasswords: appPasswords.map(appPasswordToWire) };
    },

    async revokeAppPassword(wire: Wire.RevokeAppPasswordRequest, { caller }: CallContext) {
      const request = readRequest((reader) => ({
        account: reader.account('account', wire.account).name,
        id: reader.text('id', wire.id, { min: 1, max: 64 }),
        actor: readActor(reader, wire.actor, caller.uri),
      }));
      await revokeAppPassword(parts, request);
      return {};
    },
  };
}
