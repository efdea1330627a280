import { Service, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import type {
  WatchResponse,
  Held as WireHeld,
  GrantOutcome as WireOutcome,
  Trust as WireTrust,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { GrantOutcome } from '../commands/grant-request.js';
import type { WatchMessage } from '../commands/watch.js';
import type { Held, Trust } from '../core/trust.js';

const KINDS = {
  ip: TrustKind.IP,
  device: TrustKind.DEVICE,
  session: TrustKind.SESSION,
} as const;

/** Trust that holds, in the form of Check's answer. */
export function heldToWire(held: Held | undefined): WireHeld | undefined {
  if (held === undefined) return undefined;
  const { trustId, until, useIsNews = false } = held;
  return { trustId, until: new Date(until), useIsNews };
}

/** The outcome of a grant, in the form of Grant's answer. */
export function outcomeToWire(outcome: GrantOutcome | undefined): WireOutcome | undefined {
  if (outcome === undefined) return undefined;
  return 'held' in outcome
    ? { held: heldToWire(outcome.held), refused: '' }
    : { held: undefined, refused: outcome.refused };
}

/** A trust in the form of list answers. */
export function trustToWire(trust: Trust): WireTrust {
  return {
    trustId: trust.id,
    account: trust.account,
    kind: KINDS[trust.kind],
    prefix: trust.prefix,
    label: trust.label,
    grantedAt: new Date(trust.grantedAt),
    until: new Date(trust.until),
    lastUsedAt: trust.lastUsedAt === undefined ? undefined : new Date(trust.lastUsedAt),
    lastIp: trust.lastIp,
    service: trust.service === '' ? Service.UNSPECIFIED : serviceToWire(trust.service),
  };
}

/** A heartbeat has only a position. */
export function messageToWire({ position, entry }: WatchMessage): WatchResponse {
  return {
    position: String(position),
    trust: entry && trustToWire(entry.trust),
    why: entry?.why ?? '',
    time: entry && new Date(entry.endedAt),
  };
}
