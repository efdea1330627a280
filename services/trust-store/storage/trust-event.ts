import {
  trustExpired,
  trustGranted,
  trustPurged,
  trustRevoked,
  trustStolen,
} from '../../../libs/events/definitions/trust.js';
import { makeEvent, type PreparedEvent } from '../../../libs/events/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { EVERY_DOMAIN } from '../core/limits.js';
import type { Ending, RanOut, Trust } from '../core/trust.js';

/** An event, given its id (a UUID). */
export type TrustEvent = (id: string) => PreparedEvent;

export interface TrustFact {
  readonly trust: Trust;
  /** When it happened, ms since the epoch. */
  readonly at: number;
  /** The document that offers or offered it: the trust's domain, or `*`. */
  readonly document: string;
  /** The decision that earned it. */
  readonly grantedBy: string;
}

/** The event of trust that was granted or renewed. */
export function grantedEvent(fact: TrustFact, renewed: boolean): TrustEvent {
  const data = { ...trustData(fact), renewed, from_ip: fact.trust.lastIp };
  return (id) => makeEvent(trustGranted, { id, ...contextOf(fact) }, data);
}

/** @param why the cause of the end, if `ending` is `ran-out` */
export function endedEvent(fact: TrustFact, ending: Ending, why: RanOut): TrustEvent {
  const data = trustData(fact);
  const context = contextOf(fact);
  switch (ending.why) {
    case 'ran-out':
      return (id) => makeEvent(trustExpired, { id, ...context }, { ...data, why });
    case 'revoked': {
      const { reason } = ending;
      const revoked = { ...data, reason, actor: actorOf(ending) };
      return (id) => makeEvent(trustRevoked, { id, ...context }, revoked);
    }
    case 'stolen': {
      const stolen = { ...data, client_ip: ending.clientIp, decision_id: ending.decisionId };
      return (id) => makeEvent(trustStolen, { id, ...context }, stolen);
    }
    default:
      return ending satisfies never;
  }
}

/** The event of an account whose trust was purged. */
export function purgedEvent(purged: {
  readonly account: string;
  readonly rows: number;
  readonly certificate: string;
  readonly actor: string;
  readonly at: number;
}): TrustEvent {
  const { at, ...data } = purged;
  const context = { service: 'trust-store', time: at, domain: domainOfAccount(data.account) };
  return (id) => makeEvent(trustPurged, { id, ...context }, data);
}

function contextOf({ at, document, trust }: TrustFact) {
  const domain = document === EVERY_DOMAIN ? undefined : trust.domain;
  return { service: 'trust-store', time: at, domain };
}

function trustData({ trust, grantedBy }: TrustFact) {
  return {
    trust_id: trust.id,
    account: trust.account,
    kind: trust.kind,
    ...(trust.kind === 'ip' ? { prefix: trust.prefix } : { label: trust.label }),
    ...(trust.service === '' ? {} : { service: trust.service }),
    granted_at: new Date(trust.grantedAt).toISOString(),
    until: new Date(trust.until).toISOString(),
    granted_by: grantedBy,
  };
}

function actorOf({ actor, onBehalfOf, comment, decisionId }: Ending & { why: 'revoked' }) {
  return {
    certificate: actor,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
    ...(decisionId === undefined ? {} : { decision_id: decisionId }),
  };
}
