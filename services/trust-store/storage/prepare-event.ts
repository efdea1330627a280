import * as events from '../../../libs/events/definitions/trust.js';
import { actorData, makeEvent, type PreparedEvent } from '../../../libs/events/index.js';
import type { TrustEvent } from '../core/events.js';
import { EVERY_DOMAIN } from '../core/limits.js';

/** An event of ours as it goes out. `id` is a UUID. */
export function prepareEvent(event: TrustEvent, id: string): PreparedEvent {
  const service = 'trust-store';
  if (event.type === 'purged') {
    const { account, rows, certificate, actor, at } = event;
    const domain = account.slice(account.indexOf('@') + 1);
    const context = { id, service, time: at, domain };
    return makeEvent(events.trustPurged, context, { account, rows, certificate, actor });
  }
  const { at, document, trust } = event;
  const domain = document === EVERY_DOMAIN ? undefined : trust.domain;
  const context = { id, service, time: at, domain };
  const data = trustData(event);
  switch (event.type) {
    case 'granted': {
      const granted = { ...data, renewed: event.renewed, from_ip: trust.lastIp };
      return makeEvent(events.trustGranted, context, granted);
    }
    case 'expired':
      return makeEvent(events.trustExpired, context, { ...data, why: event.why });
    case 'revoked': {
      const { by } = event;
      const revoked = {
        ...data,
        reason: by.reason,
        actor: actorData({ ...by, certificate: by.actor }),
      };
      return makeEvent(events.trustRevoked, context, revoked);
    }
    case 'stolen': {
      const { clientIp, decisionId } = event.found;
      const stolen = { ...data, client_ip: clientIp, decision_id: decisionId };
      return makeEvent(events.trustStolen, context, stolen);
    }
    default:
      return event satisfies never;
  }
}

function trustData({ trust, grantedBy }: Exclude<TrustEvent, { type: 'purged' }>) {
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
