import { internal } from '../../../libs/errors/index.js';
import {
  type GrantOutcome,
  type Held,
  TrustServiceService as Rpc,
  UseDeviceResponse_Outcome as Used,
  type Limits as WireLimits,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { HeldTrust, TrustGrant } from '../core/answers.js';
import type { TrustLimits } from '../core/trust-limits.js';
import type { Trust } from '../ports/trust.js';
import { askAgain, askOnce } from './ask.js';

const NOTE_MS = 5_000;

/** Asks trust-store for trust and sessions, and grants them there. */
export function trustStoreClient(peer: Peer): Trust {
  return {
    async check({ account, address, deviceToken, limits }, call) {
      const request = {
        account,
        clientIp: address ?? '',
        deviceToken: deviceToken ?? '',
        limits: limitsToWire(limits),
      };
      const found = await peer.unary(Rpc.check, request, askAgain(call));
      return {
        ip: heldFromWire(found.ip),
        device: heldFromWire(found.device),
        deviceSuperseded: found.deviceSuperseded,
      };
    },

    async count(account, call) {
      return await peer.unary(Rpc.countTrust, { account }, askAgain(call));
    },

    async grant(wish, call) {
      const { account, address, ipSeconds, deviceSeconds, deviceLabel, decisionId } = wish;
      const answer = await peer.unary(
        Rpc.grant,
        {
          account,
          clientIp: ipSeconds === undefined ? '' : address,
          ipSeconds: ipSeconds ?? 0,
          device: deviceSeconds !== undefined,
          deviceSeconds: deviceSeconds ?? 0,
          deviceToken: wish.deviceToken ?? '',
          deviceLabel,
          limits: limitsToWire(wish.limits),
          decisionId,
          fromIp: address,
          presentedAt: new Date(wish.presentedAt),
        },
        askOnce(call),
      );
      const grants = [grantFromWire('ip', answer.ip), grantFromWire('device', answer.device)];
      return {
        grants: grants.filter((grant) => grant !== undefined),
        deviceToken: answer.deviceToken,
      };
    },

    async useDevice(use, call) {
      const answer = await peer.unary(
        Rpc.useDevice,
        {
          account: use.account,
          clientIp: use.address,
          deviceToken: use.deviceToken,
          decisionId: use.decisionId,
          limits: limitsToWire(use.limits),
          presentedAt: new Date(use.presentedAt),
        },
        askOnce(call),
      );
      switch (answer.outcome) {
        case Used.ROTATED:
          return { outcome: 'rotated', deviceToken: answer.deviceToken };
        case Used.STOLEN:
          return { outcome: 'stolen' };
        case Used.GONE:
          return { outcome: 'gone' };
        default:
          throw internal(new Error(`outcome ${answer.outcome} of a device is not known`));
      }
    },

    noteUse({ account, trustId, address }) {
      const request = { account, trustId, clientIp: address };
      // Nobody waits for the result. If the call is lost, the next login reports the use.
      peer.unary(Rpc.noteUse, request, { deadlineMs: NOTE_MS }).catch(() => undefined);
    },

    async grantSession(wish, call) {
      const { until, limits, client, service, presentedAt, carriedBy, ...rest } = wish;
      const { outcome } = await peer.unary(
        Rpc.grantSession,
        {
          ...rest,
          carriedBy: [...carriedBy],
          until: new Date(until),
          limits: limitsToWire(limits),
          label: client,
          service: serviceToWire(service),
          presentedAt: new Date(presentedAt),
        },
        askOnce(call),
      );
      const held = heldFromWire(outcome?.held);
      return held ? { held } : { refused: outcome?.refused || 'unavailable' };
    },

    async checkSession({ account, sessionId, limits }, call) {
      const request = { account, sessionId, limits: limitsToWire(limits) };
      const { session, sealed } = await peer.unary(Rpc.checkSession, request, askAgain(call));
      const held = heldFromWire(session);
      return held && { ...held, sealed };
    },

    async endSession(request, call) {
      return (await peer.unary(Rpc.endSession, request, askAgain(call))).ended;
    },

    async setNotBefore(request, call) {
      await peer.unary(
        Rpc.setNotBefore,
        { ...request, domain: '', keepTrust: false },
        askAgain(call),
      );
    },

    async setLimits(limits, call) {
      await peer.unary(Rpc.setLimits, { limits: limits.map(limitsToWire) }, askAgain(call));
    },

    async purge(account, actor, call) {
      const asked = { account, actor };
      return (await peer.unary(Rpc.purgeAccount, asked, askAgain(call))).removed;
    },
  };
}

function limitsToWire({ domain, revision, ip, device, session, removed }: TrustLimits): WireLimits {
  return { domain, revision: BigInt(revision), ip, device, session, removed };
}

function heldFromWire(held: Held | undefined): HeldTrust | undefined {
  if (held === undefined) return undefined;
  if (held.until === undefined) throw internal(new Error('trust without an end'));
  return { id: held.trustId, until: held.until.getTime(), useIsNews: held.useIsNews };
}

function grantFromWire(
  kind: TrustGrant['kind'],
  outcome: GrantOutcome | undefined,
): TrustGrant | undefined {
  if (outcome === undefined) return undefined;
  const held = heldFromWire(outcome.held);
  return held ? { kind, held } : { kind, refused: outcome.refused };
}
