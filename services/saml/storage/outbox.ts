import type { Clock } from '../../../libs/clock/index.js';
import * as events from '../../../libs/events/definitions/saml.js';
import {
  actorData,
  appendEvents,
  makeEvent,
  type PreparedEvent,
} from '../../../libs/events/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { SamlEvent } from '../core/events.js';

/** Puts an event into the outbox, in the transaction of what happened. */
export function outbox({ clock, random }: { clock: Clock; random: Random }) {
  return (tx: Queryable, event: SamlEvent): Promise<void> =>
    appendEvents(tx, [prepareEvent(event, { id: random.id(), time: clock.now() })]);
}

function prepareEvent(event: SamlEvent, at: { id: string; time: number }): PreparedEvent {
  const context = { ...at, service: 'saml', domain: domainOf(event) };
  switch (event.type) {
    case 'configured': {
      const { domain, version, settings, actor } = event;
      const data = { domain, version, settings: [...settings], actor: actorData(actor) };
      return makeEvent(events.samlConfigured, context, data);
    }
    case 'removed': {
      const { domain, version, actor } = event;
      return makeEvent(events.samlRemoved, context, { domain, version, actor: actorData(actor) });
    }
    case 'keys-changed': {
      const { domain, version, change, actor } = event;
      const data = { domain, version, change, actor: actorData(actor) };
      return makeEvent(events.samlKeysChanged, context, data);
    }
    case 'logout':
      return makeEvent(events.samlLogout, context, { account: event.account, by: event.by });
    case 'purged': {
      const { account, rows, certificate, actor } = event;
      return makeEvent(events.samlPurged, context, { account, rows, certificate, actor });
    }
    default:
      return event satisfies never;
  }
}

function domainOf(event: SamlEvent): string {
  return 'domain' in event ? event.domain : event.account.slice(event.account.indexOf('@') + 1);
}
