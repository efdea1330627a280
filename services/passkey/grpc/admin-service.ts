import { PasskeyAdminServiceService } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import {
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
  ofDomain,
  readActor,
  readActorWithReason,
  readRequest,
  throttleHandlers,
} from '../../../libs/grpc/requests/index.js';
import { type ListHostsParts, listHosts, listModels } from '../commands/list-by-domain.js';
import { type RemoveParts, removePasskeys } from '../commands/remove-passkeys.js';
import { restorePasskey } from '../commands/restore-passkey.js';
import type { Hosts } from '../core/hosts.js';
import type { ThrottleRecord } from '../ports.js';
import { hostToWire, passkeyToWire, readDomain } from './convert.js';

/** PasskeyAdminService, for administrators. */
export function adminService(
  parts: RemoveParts &
    ListHostsParts & { readonly hosts: Hosts; readonly throttles: ThrottleRecord },
): Service {
  const { store, clock, hosts } = parts;
  return defineService(PasskeyAdminServiceService, {
    handlers: {
      async listPasskeys(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account).name);
        const passkeys = (await store.passkeys(account, clock.now())).filter((one) => one.isActive);
        return { passkeys: passkeys.map((passkey) => passkeyToWire(passkey, hosts)) };
      },

      async listHosts(wire) {
        const domain = readRequest((reader) => readDomain(reader, wire.domain));
        const listed = await listHosts(parts, { domain, withAccounts: wire.withAccounts });
        return { hosts: listed.map(hostToWire) };
      },

      async listModels(wire) {
        const domain = readRequest((reader) => reader.domain('domain', wire.domain));
        return listModels(parts, domain);
      },

      async removePasskeys(wire, { caller }) {
        const request = readRequest((reader) => {
          const actor = readActorWithReason(reader, wire.actor, caller.uri);
          const passkeyId = wire.passkeyId === '' ? '' : reader.uuid('passkey_id', wire.passkeyId);
          return { account: reader.account('account', wire.account).name, passkeyId, actor };
        });
        return removePasskeys(parts, request);
      },

      async restorePasskey(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account).name,
          passkeyId: reader.uuid('passkey_id', wire.passkeyId),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        await restorePasskey(parts, request);
        return {};
      },

      ...throttleHandlers(parts),
    },
    domainOf: {
      listPasskeys: ofAccount,
      listHosts: ofDomain,
      listModels: ofDomain,
      removePasskeys: ofAccount,
      restorePasskey: ofAccount,
      listThrottles: ofAccountOrDomain,
      clearThrottle: ofAccountOrAddress,
    },
    administer: {
      listPasskeys: SHOWS,
      removePasskeys: dangerous(HELPS, aboutAccount),
      restorePasskey: dangerous(HELPS, aboutAccount),
      listThrottles: SHOWS,
      clearThrottle: sparing(HELPS, aboutAccountIfNamed),
    },
  });
}
