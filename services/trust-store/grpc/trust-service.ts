import { setTimeout as sleep } from 'node:timers/promises';
import {
  TrustServiceService,
  UseDeviceResponse_Outcome as Used,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { ALL_DOMAINS, defineService, type Service } from '../../../libs/grpc/index.js';
import {
  ofAccount,
  ofAccountOrDomain,
  type RequestReader,
  readRequest,
} from '../../../libs/grpc/requests/index.js';
import { check } from '../commands/check.js';
import { checkSession } from '../commands/check-session.js';
import { claimEnrolment } from '../commands/claim-enrolment.js';
import { countTrust } from '../commands/count-trust.js';
import { endSession } from '../commands/end-session.js';
import { grant } from '../commands/grant.js';
import { grantSession } from '../commands/grant-session.js';
import { noteUse } from '../commands/note-use.js';
import { purgeAccount } from '../commands/purge-account.js';
import { setLimits } from '../commands/set-limits.js';
import {
  SETTLES_AFTER_MS,
  setNotBefore,
  setNotBeforeOfDomain,
} from '../commands/set-not-before.js';
import { useDevice } from '../commands/use-device.js';
import {
  ENROLMENT_STORES,
  type EnrolmentStore,
  type NotBefores,
  type TrustParts,
} from '../ports.js';
import { readGrant } from './read-grant.js';
import { readChanges, readLimits } from './read-limits.js';
import { readTime } from './read-request.js';
import { readGrantSession, readOwnerOfNotBefore } from './read-session.js';
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
            decisionId: reader.uuid('decision_id', wire.decisionId),
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
          trustId: reader.uuid('trust_id', wire.trustId),
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
          ...readBy(reader, wire, caller.uri),
        }));
        const { revoked } = await settled(setNotBefore(parts, request));
        return { revoked };
      },

      async purgeAccount(wire, { caller }) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          certificate: caller.uri,
          actor: reader.text('actor', wire.actor, { max: 600 }),
        }));
        return { removed: await settled(purgeAccount(parts, request)) };
      },

      async grantSession(wire, { caller, signal }) {
        const request = readRequest((reader) => readGrantSession(reader, wire, caller.uri));
        return { outcome: outcomeToWire(await grantSession(parts, request, signal)) };
      },

      async checkSession(wire) {
        const question = readRequest((reader) => {
          const account = reader.account('account', wire.account);
          const sessionId = reader.uuid('session_id', wire.sessionId);
          return { account, sessionId, limits: readLimits(reader, wire.limits, account) };
        });
        const found = await checkSession(parts, question);
        return { session: heldToWire(found?.held), sealed: found?.sealed ?? NO_BYTES };
      },

      async endSession(wire) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          sessionId: reader.uuid('session_id', wire.sessionId),
          actor: reader.text('actor', wire.actor, { max: 254 }),
        }));
        return { ended: await endSession(parts, request) };
      },

      async setNotBefore(wire, { caller }) {
        const { owner, by } = readRequest((reader) => ({
          owner: readOwnerOfNotBefore(reader, wire),
          by: { ...readBy(reader, wire, caller.uri), keepTrust: wire.keepTrust },
        }));
        const { notBefore, revoked } = await settled(
          'account' in owner
            ? setNotBefore(parts, { ...owner, ...by })
            : setNotBeforeOfDomain(parts, { ...owner, ...by }),
        );
        return { notBefore: new Date(notBefore), revoked };
      },

      async getNotBefore(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account));
        return notBeforesToWire(await parts.store.notBefores(account));
      },

      async claimEnrolment(wire) {
        const request = readRequest((reader) => ({
          account: reader.account('account', wire.account),
          decisionId: reader.uuid('decision_id', wire.decisionId),
          store: readEnrolmentStore(reader, wire.store),
          finishing: wire.finishing,
        }));
        const { claimed, ...notBefores } = await claimEnrolment(parts, request);
        return { claimed, ...notBeforesToWire(notBefores) };
      },

      async countTrust(wire) {
        const account = readRequest((reader) => reader.account('account', wire.account));
        return await countTrust(parts, account);
      },
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
      setNotBefore: ofAccountOrDomain,
      getNotBefore: ofAccount,
      claimEnrolment: ofAccount,
      countTrust: ofAccount,
    },
  });
}

const NO_BYTES = Buffer.alloc(0);

function readEnrolmentStore(reader: RequestReader, text: string): EnrolmentStore {
  const store = ENROLMENT_STORES.find((one) => one === text);
  if (store === undefined) reader.refuse('store', `is none of ${ENROLMENT_STORES.join(', ')}`);
  return store ?? 'otp';
}

function notBeforesToWire({ notBefore, ticketsNotBefore }: NotBefores) {
  const dateOf = (time: number | undefined) => (time === undefined ? undefined : new Date(time));
  return { notBefore: dateOf(notBefore), ticketsNotBefore: dateOf(ticketsNotBefore) };
}

/** Why an account's trust is to end, and who asks for it. */
function readBy(
  reader: RequestReader,
  wire: { readonly reason: string; readonly actor: string },
  certificate: string,
) {
  return {
    reason: reader.text('reason', wire.reason, { min: 1, max: 64 }),
    certificate,
    actor: reader.text('actor', wire.actor, { max: 254 }),
  };
}

/** Answers once no clock can show a time before the not-before. */
async function settled<T>(written: Promise<T>): Promise<T> {
  const result = await written;
  await sleep(SETTLES_AFTER_MS);
  return result;
}
