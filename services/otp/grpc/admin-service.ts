import { OtpAdminServiceService } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import {
  ALL_DOMAINS,
  dangerous,
  defineService,
  HELPS,
  type Service,
  SHOWS,
  sparing,
} from '../../../libs/grpc/index.js';
import {
  aboutAccount,
  aboutAccountIfNamed,
  ofAccount,
  ofAccountOrAddress,
  ofAccountOrDomain,
  readActor,
  readActorWithReason,
  readRequest,
  throttleHandlers,
} from '../../../libs/grpc/requests/index.js';
import { type ImportParts, importAuthenticator } from '../commands/import-authenticator.js';
import { issueRecoveryCodes } from '../commands/issue-recovery-codes.js';
import { listAuthenticators } from '../commands/list-authenticators.js';
import { type ResetParts, resetAccount } from '../commands/reset-account.js';
import { restoreAuthenticator } from '../commands/restore-authenticator.js';
import { resynchronise } from '../commands/resynchronise.js';
import { type RotateParts, rotateKeys } from '../commands/rotate-keys.js';
import { unlockAuthenticator } from '../commands/unlock-authenticator.js';
import type { ThrottleRecord } from '../ports.js';
import { authenticatorToWire, readTwoCodes, readUri } from './convert.js';

export type AdminParts = ImportParts &
  ResetParts &
  RotateParts & { readonly throttles: ThrottleRecord };

/** OtpAdminService, for administrators. */
export function adminService(parts: AdminParts): Service {
  return defineService(OtpAdminServiceService, {
    handlers: {
      async listAuthenticators(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        const { authenticators, recoveryCodesLeft } = await listAuthenticators(parts, { account });
        return { authenticators: authenticators.map(authenticatorToWire), recoveryCodesLeft };
      },

      async importAuthenticator(wire, { caller }) {
        const request = readRequest((reader) => {
          const account = reader.account('account', wire.account).name;
          const wanted = reader.text('entry', wire.entry, { max: 256 });
          const uri = readUri(reader, wire.otpauthUri, { account, wanted });
          return { account, uri, actor: readActor(reader, wire.actor, caller.uri) };
        });
        return { authenticatorId: await importAuthenticator(parts, request) };
      },

      async issueRecoveryCodes(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        return { recoveryCodes: await issueRecoveryCodes(parts, request) };
      },

      async resetAccount(wire, { caller }) {
        const request = readRequest((reader) => {
          const actor = readActorWithReason(reader, wire.actor, caller.uri);
          return { account: reader.account('account', wire.account).name, actor };
        });
        return resetAccount(parts, request);
      },

      async unlockAuthenticator(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          authenticatorId: reader.uuid('authenticator_id', wire.authenticatorId),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        await unlockAuthenticator(parts, request);
        return {};
      },

      async restoreAuthenticator(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          authenticatorId: reader.uuid('authenticator_id', wire.authenticatorId),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        await restoreAuthenticator(parts, request);
        return {};
      },

      async resynchroniseAuthenticator(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          ...readTwoCodes(reader, wire),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        return { driftSeconds: await resynchronise(parts, request) };
      },

      async *rotateKeys(wire, { caller }) {
        const actor = readRequest((reader) => readActor(reader, wire.actor, caller.uri));
        for await (const { done, total } of rotateKeys(parts, { actor })) {
          yield { done: BigInt(done), total: BigInt(total) };
        }
      },

      ...throttleHandlers(parts),
    },
    domainOf: {
      listAuthenticators: ofAccount,
      importAuthenticator: ofAccount,
      issueRecoveryCodes: ofAccount,
      resetAccount: ofAccount,
      unlockAuthenticator: ofAccount,
      resynchroniseAuthenticator: ofAccount,
      restoreAuthenticator: ofAccount,
      rotateKeys: () => ALL_DOMAINS,
      listThrottles: ofAccountOrDomain,
      clearThrottle: ofAccountOrAddress,
    },
    administer: {
      listAuthenticators: SHOWS,
      importAuthenticator: dangerous(HELPS, aboutAccount),
      issueRecoveryCodes: dangerous(HELPS, aboutAccount),
      resetAccount: dangerous(HELPS, aboutAccount),
      unlockAuthenticator: sparing(HELPS, aboutAccount),
      resynchroniseAuthenticator: sparing(HELPS, aboutAccount),
      restoreAuthenticator: dangerous(HELPS, aboutAccount),
      listThrottles: SHOWS,
      clearThrottle: sparing(HELPS, aboutAccountIfNamed),
    },
  });
}
