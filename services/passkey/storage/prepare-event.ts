import * as events from '../../../libs/events/definitions/passkey.js';
import type { PreparedEvent } from '../../../libs/events/index.js';
import {
  actorData,
  domainOfAccount,
  limitData,
  makeEvent,
  ownerData,
} from '../../../libs/events/index.js';
import type { EventActor, PasskeyEvent } from '../core/events.js';
import type { Passkey } from '../core/passkey.js';

/** An event of ours as it goes out. `id` is a UUID, `time` ms since the epoch. */
export function prepareEvent(event: PasskeyEvent, at: { id: string; time: number }): PreparedEvent {
  const { account } = event;
  const domain = domainOfAccount(account);
  const context = { ...at, service: 'passkey', domain };
  switch (event.type) {
    case 'registered':
      return makeEvent(events.passkeyRegistered, context, ofPasskey(event));
    case 'renamed':
      return makeEvent(events.passkeyRenamed, context, ofPasskey(event));
    case 'removed':
      return makeEvent(events.passkeyRemoved, context, ofPasskey(event));
    case 'suspended':
      return makeEvent(events.passkeySuspended, context, ofPasskey(event));
    case 'restored':
      return makeEvent(events.passkeyRestored, context, ofPasskey(event));
    case 'counter-fell':
      return makeEvent(events.passkeyCounterFell, context, {
        account,
        passkey: named(event.passkey),
        counter: event.counter,
        client_ip: event.clientIp,
        decision_id: event.decisionId,
      });
    case 'purged': {
      const { rows, certificate, actor } = event;
      return makeEvent(events.passkeyPurged, context, { account, rows, certificate, actor });
    }
    case 'throttle-locked':
      return makeEvent(
        events.passkeyThrottle.locked,
        context,
        limitData({ secret: 'passkey' as const, ...event, named: '' }),
      );
    case 'throttle-unlocked':
      return makeEvent(
        events.passkeyThrottle.unlocked,
        context,
        limitData({ secret: 'passkey' as const, ...event, named: '' }),
      );
    case 'throttle-cleared': {
      const data = { ...ownerData(event), failures: event.failures, actor: actorData(event.actor) };
      return makeEvent(events.passkeyThrottle.cleared, context, data);
    }
    default:
      return event satisfies never;
  }
}

function ofPasskey(event: { account: string; passkey: Passkey; actor: EventActor }) {
  const { account, passkey, actor } = event;
  return { account, passkey: named(passkey), actor: actorData(actor) };
}

/** What is named, and nothing else of what may be in the object. */
function named({ id, label, rpId, transports, backupEligible, backedUp, aaguid }: Passkey) {
  return {
    ...{ id, label, rp_id: rpId, transports: [...transports] },
    ...{ backup_eligible: backupEligible, backed_up: backedUp, aaguid },
  };
}
