import type { Clock } from '../../../libs/clock/index.js';
import { samlLogout, samlPurged } from '../../../libs/events/definitions/saml.js';
import type { Emitter } from '../../../libs/events/index.js';
import type { NotBeforeSender } from '../../../libs/not-before/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { KeyRing } from '../../../libs/seal/index.js';
import type { SamlStore } from '../ports.js';
import { readCertificates } from './certificates.js';
import { consumeRequest, consumeResponse } from './consumed.js';
import { holdDomain, readSettings, readSettingsOf, saveSettings } from './domains.js';
import { insertKey, readKeys, retireOlderKeys } from './keys.js';
import { deleteSessions, deleteSessionsOf, readSession, readSessionsOf } from './sessions.js';

/** The store in Postgres. */
export function samlStore(parts: {
  readonly db: Database;
  readonly clock: Clock;
  readonly ring: KeyRing;
  readonly emit: Emitter;
  readonly notBefore: Pick<NotBeforeSender, 'record'>;
}): SamlStore {
  const { db, clock, ring, emit, notBefore } = parts;
  return {
    settings: (domain) => readSettings(db, domain),
    settingsOf: (domains) => readSettingsOf(db, domains),
    keys: (domain) => readKeys(db, ring, domain),
    onDomain: (domain, work) =>
      db.transaction(async (tx) =>
        work({
          settings: await holdDomain(tx, domain),
          save: (stored) => saveSettings(tx, { domain, stored, now: clock.now() }),
          keys: () => readKeys(tx, ring, domain),
          addKey: (key) => insertKey(tx, ring, { domain, key }),
          retireKeys: (now) => retireOlderKeys(tx, domain, now),
          emit: (definition, ...data) => emit(tx, definition, ...data),
          askNotBefore: (of) => notBefore.record(tx, of),
        }),
      ),
    consume: (consumption, session) => consumeResponse(db, consumption, session),
    sessionOf: (account, decisionId) => readSession(db, { account, decisionId, now: clock.now() }),
    sessionsOf: (domain, nameId, sessionIndexes) =>
      readSessionsOf(db, { domain, nameId, sessionIndexes, now: clock.now() }),
    endSession: (session) =>
      db.transaction(async (tx) => {
        for (const account of await deleteSessions(tx, [session])) {
          await emit(tx, samlLogout, { account, by: 'person' });
        }
      }),
    endSessions: (request, sessions) =>
      db.transaction(async (tx) => {
        if (!(await consumeRequest(tx, request))) return false;
        for (const account of await deleteSessions(tx, sessions)) {
          await emit(tx, samlLogout, { account, by: 'provider' });
        }
        return true;
      }),
    certificates: (page) => readCertificates(db, page),
    purge: (account, by) =>
      db.transaction(async (tx) => {
        const rows = await deleteSessionsOf(tx, account);
        if (rows > 0) await emit(tx, samlPurged, { account, rows, ...by });
        return rows;
      }),
  };
}
