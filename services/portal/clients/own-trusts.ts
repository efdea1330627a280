import { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type Trust,
  TrustSelfServiceService as TrustSelf,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import type { OwnTrust } from '../core/own.js';
import type { OwnTrusts } from '../ports/own.js';

/** Reads and ends a person's trust at trust-store, which checks the ticket. */
export function ownTrusts(parts: { trustStore: Peer; deadlineMs: number }): OwnTrusts {
  const { trustStore, deadlineMs } = parts;
  const options = { deadlineMs, repeatable: true };
  return {
    async list(ticket) {
      const { trusts } = await trustStore.unary(TrustSelf.listOwnTrust, { ticket }, options);
      return trusts.flatMap((trust) => fromWire(trust) ?? []);
    },
    async end(ticket, ids = []) {
      const request = { ticket, trustIds: [...ids] };
      const { revoked } = await trustStore.unary(TrustSelf.revokeOwnTrust, request, options);
      return revoked;
    },
  };
}

const KINDS: Readonly<Record<number, OwnTrust['kind']>> = {
  [TrustKind.IP]: 'ip',
  [TrustKind.DEVICE]: 'device',
  [TrustKind.SESSION]: 'session',
};

function fromWire(trust: Trust): OwnTrust | undefined {
  const kind = KINDS[trust.kind];
  if (kind === undefined) return undefined;
  return {
    ...{ id: trust.trustId, kind },
    name: kind === 'ip' ? trust.prefix : trust.label,
    service: kind === 'session' ? serviceFromWire(trust.service) : undefined,
    grantedAt: trust.grantedAt?.getTime() ?? 0,
    until: trust.until?.getTime() ?? 0,
    lastUsedAt: trust.lastUsedAt?.getTime(),
    lastAddress: trust.lastIp,
  };
}
