import * as events from '../../../libs/events/definitions/credential.js';
import {
  actorData,
  domainOfAccount,
  type EventContext,
  limitData,
  makeEvent,
  ownerData,
  type PreparedEvent,
} from '../../../libs/events/index.js';
import type { CredentialEvent, EventActor, NamedAppPassword } from '../core/events.js';

/** An event of ours as it goes out. `id` is a UUID, `time` ms since the epoch. */
export function prepareEvent(
  event: CredentialEvent,
  at: { id: string; time: number },
): PreparedEvent {
  const context = { ...at, service: 'credential', domain: domainOfEvent(event) };
  switch (event.type) {
    case 'account-created':
      return makeEvent(events.accountCreated, context, {
        account: event.account,
        has_password: event.hasPassword,
        actor: actorData(event.actor),
      });
    case 'password-set': {
      const { account, actor } = event;
      return makeEvent(events.passwordSet, context, { account, actor: actorData(actor) });
    }
    case 'password-imported': {
      const { account, scheme, actor } = event;
      return makeEvent(events.passwordImported, context, {
        account,
        scheme,
        actor: actorData(actor),
      });
    }
    case 'password-rehashed': {
      const { account, scheme } = event;
      return makeEvent(events.passwordRehashed, context, { account, scheme });
    }
    case 'app-password-created':
      return makeEvent(events.appPasswordCreated, context, changeOf(event));
    case 'app-password-revoked':
      return makeEvent(events.appPasswordRevoked, context, changeOf(event));
    case 'disowned':
      return makeEvent(events.disowned, context, {
        account: event.account,
        about: event.about,
        since: new Date(event.since).toISOString(),
        actor: actorData(event.actor),
      });
    case 'app-password-expired':
      return makeEvent(events.appPasswordExpired, context, {
        account: event.account,
        app_password: appPasswordOf(event.appPassword),
      });
    case 'app-password-many-networks':
      return makeEvent(events.appPasswordManyNetworks, context, {
        account: event.account,
        app_password: appPasswordOf(event.appPassword),
        networks: event.networks,
        client_ip: event.clientIp,
        decision_id: event.decisionId,
      });
    case 'backend-set': {
      const { backend, actor } = event;
      return makeEvent(events.backendSet, context, {
        domain: backend.domain,
        backend: backend.kind,
        ...(backend.kind === 'ldap' ? { urls: [...backend.ldap.urls] } : {}),
        app_passwords_on_change: backend.revokesAppPasswords ? 'revoke' : 'keep',
        actor: actorData(actor),
      });
    }
    case 'throttle-locked':
      return makeEvent(events.credentialThrottle.locked, context, limitData(event));
    case 'throttle-unlocked':
      return makeEvent(events.credentialThrottle.unlocked, context, limitData(event));
    case 'throttle-cleared': {
      const data = { ...ownerData(event), failures: event.failures, actor: actorData(event.actor) };
      return makeEvent(events.credentialThrottle.cleared, context, data);
    }
    case 'purged': {
      const { account, rows, certificate, actor } = event;
      return makeEvent(events.credentialPurged, context, { account, rows, certificate, actor });
    }
    default:
      return event satisfies never;
  }
}

/** Of the account it is about, or the back end; an address is of no domain. */
function domainOfEvent(event: CredentialEvent): EventContext['domain'] {
  if (event.type === 'backend-set') return event.backend.domain;
  return domainOfAccount(event.account);
}

function changeOf(event: { account: string; appPassword: NamedAppPassword; actor: EventActor }) {
  const { account, appPassword, actor } = event;
  return { account, app_password: appPasswordOf(appPassword), actor: actorData(actor) };
}

/** What is named, and nothing else of what may be in the object: there may be a hash beside it. */
function appPasswordOf({ id, label, services, expiresAt }: NamedAppPassword) {
  return {
    id,
    label,
    services: [...services],
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
  };
}
