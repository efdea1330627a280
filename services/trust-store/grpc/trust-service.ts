import { GatepostError } from '../../../libs/errors/index.js';
import {
  TrustServiceService,
  UseDeviceResponse_Outcome as Used,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { ALL_DOMAINS, defineService, type Service } from '../../../libs/grpc/index.js';
import { check } from '../commands/check.js';
import { grant } from '../commands/grant.js';
import { noteUse } from '../commands/note-use.js';
import { purgeAccount } from '../commands/purge-account.js';
import { revokeAccount } from '../commands/revoke-account.js';
import { setLimits } from '../commands/set-limits.js';
import { useDevice } from '../commands/use-device.js';
import type { TrustParts } from '../ports.js';
import { ofAccount } from './domains.js';
import { readGrant } from './read-grant.js';
import { readChanges, readLimits } from './read-limits.js';
import { readId, readRequest, readTime } from './read-request.js';
import { heldToWire, outcomeToWire } from './to-wire.js';

const OUTCOMES = { rotated: Used.ROTATED, stolen: Used.STOLEN, gone: Used.GONE } as const;

/** TrustService, for decisions. */
export function trustService(parts: TrustParts): Service {
  return defineService(TrustServiceService, {
    handlers: {
      async check({ clientIp, deviceToken, ...wire }) {
        const question = readRequest((reader) => {
          const account = reader.account('account', wire.account);
          return {
            account,
            address: clientIp === '' ? undefined : reader.address('client_ip', clientIp).text,
            deviceToken: deviceToken === '' ? undefined : deviceToken,
            limits: readLimits(reader, wire.limits, account),
          };
        });
        const { ip, device, deviceSuperseded } = await check(parts, question);
        return { ip: heldToWire(ip), device: heldToWire(device), deviceSuperseded };
      },

      async grant(wire, { signal }) {
        const granted = await grant(
          parts,
          readRequest((reader) => readGrant(reader, wire)),
          signal,
        );
        return {
          ip: outcomeToWire(granted.ip),
          device: outcomeToWire(granted.device),
          deviceToken: granted.deviceToken ?? '',
        };
      },

      async useDevice(wire, { signal }) {
        const use = readRequest((reader) => {
          const account = reader.account('account', wire.account);
          return {
            account,
            deviceToken: wire.deviceToken,
            address: reader.address('client_ip', wire.clientIp).text,
            decisionId: readId(reader, 'decision_id', wire.decisionId),
            limits: readLimits(reader, wire.limits, account),
            presentedAt: readTime(reader, 'presented_at', wire.presentedAt),
          };
        });
        const used = await useDevice(parts, use, signal);
        const deviceToken = used.outcome === 'rotated' ? used.deviceToken : '';
        return { outcome: OUTCOMES[used.outcome], deviceToken };
      },

      async noteUse(wire) {
        const use = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          trustId: readId(reader, 'trust_id', wire.trustId),
          address: reader.address('client_ip', wire.clientIp).text,
        }));
        await noteUse(parts, use);
        return {};
      },

      async setLimits(wire) {
        await setLimits(
          parts,
          readRequest((reader) => readChanges(reader, wire.limits)),
        );
        return {};
      },

      async revokeAccount(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          reason: reader.text('reason', wire.reason, { min: 1, max: 64 }),
          certificate: caller.uri,
          actor: reader.text('actor', wire.actor, { max: 254 }),
        }));
        return { revoked: await revokeAccount(parts, request) };
      },

      async purgeAccount(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          certificate: caller.uri,
          actor: reader.text('actor', wire.actor, { max: 600 }),
        }));
        return { removed: await purgeAccount(parts, request) };
      },

      grantSession: notYet,
      checkSession: notYet,
      endSession: notYet,
      setNotBefore: notYet,
      getNotBefore: notYet,
    },
    domainOf: {
      check: ofAccount,
      grant: ofAccount,
      useDevice: ofAccount,
      noteUse: ofAccount,
      setLimits: () => ALL_DOMAINS,
      revokeAccount: ofAccount,
      purgeAccount: ofAccount,
      grantSession: ofAccount,
      checkSession: ofAccount,
      endSession: ofAccount,
      setNotBefore: ofAccount,
      getNotBefore: ofAccount,
    },
  });
}

async function notYet(): Promise<never> {
  throw new GatepostError('UNIMPLEMENTED', 'sessions are not kept yet');
}
