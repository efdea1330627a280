import { appendEvents } from '../../../libs/events/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { consumeTicket, isOneTime, refuseTicket, useOnce } from '../../../libs/ticket/index.js';
import { isTooEarly } from '../core/not-before.js';
import type { TrustStore, TrustTransaction } from '../ports.js';
import { presentedToken, trustsOf } from './account-trusts.js';
import { checkTrust } from './check.js';
import { checkSession } from './check-session.js';
import { endTrust, leftWithoutCarrier } from './end-trust.js';
import { forgetEarly } from './ended-log.js';
import { claimEnrolment } from './enrolment-claim.js';
import { countSessions, findTrust, listTrust, lockTrust, nextDomain } from './find-trust.js';
import {
  addTightenings,
  lockLimits,
  saveLimits,
  sharedLimits,
  termsOfEveryDomain,
} from './limits.js';
import {
  readNotBefore,
  readNotBefores,
  writeNotBefore,
  writeTicketsNotBefore,
} from './not-before.js';
import { purgedEvent, type TrustEvent } from './trust-event.js';
import {
  insertToken,
  insertTrust,
  markPresented,
  markUsed,
  noteUse,
  renewTrust,
} from './write-trust.js';

export interface TrustStoreParts {
  readonly db: Database;
  /** Makes the ids of events. */
  readonly random: Random;
  /** How long ended trust stays in the log for watchers, in ms. */
  readonly watchRetentionMs: number;
  /** Called after a transaction that ended trust has committed. */
  readonly onEnded?: () => void;
}

/** How long log entries of a removed account stay for watchers, in ms. */
const FORGET_AFTER_MS = 600_000;

/** The store in Postgres. Its methods throw GatepostError UNAVAILABLE if Postgres cannot be asked. */
export function openTrustStore(parts: TrustStoreParts): TrustStore {
  const { db, onEnded } = parts;
  return {
    check: (question) => checkTrust(db, question),
    checkSession: (question) => checkSession(db, question),
    notBefores: (account) => readNotBefores(db, account),
    list: (filter, page) => listTrust(db, filter, page),
    find: (filter, page) => findTrust(db, filter, page),
    countSessions: (of) => countSessions(db, of),
    nextDomain: (after) => nextDomain(db, after),
    async transaction(work) {
      let ended = 0;
      const result = await db.transaction((tx) =>
        work(
          trustTransaction(tx, parts, (count) => {
            ended += count;
          }),
        ),
      );
      if (ended > 0) onEnded?.();
      return result;
    },
  };
}

/** All changes to trust, on a transaction. This ties each change to its event. */
export function trustTransaction(
  tx: Queryable,
  { random, watchRetentionMs }: Pick<TrustStoreParts, 'random' | 'watchRetentionMs'>,
  onEnd: (count: number) => void = () => {},
): TrustTransaction {
  const emitAll = (events: readonly TrustEvent[]) =>
    appendEvents(
      tx,
      events.map((event) => event(random.id())),
    );
  return {
    async lockAccount({ name, domain }) {
      await tx.query('SELECT pg_advisory_xact_lock_shared($1, hashtext($2))', [DOMAINS, domain]);
      await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCKS, name]);
    },
    async lockDomain(domain) {
      await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [DOMAINS, domain]);
    },
    notBefore: (account) => readNotBefore(tx, account),
    setNotBefore: (owner, at) => writeNotBefore(tx, owner, at),
    notBefores: (account) => readNotBefores(tx, account),
    refuseTicketsBefore: (account, at) => writeTicketsNotBefore(tx, account, at),
    claimEnrolment: (claim) => claimEnrolment(tx, claim),
    limitsOf: (domain) => sharedLimits(tx, domain),
    trustsOf: (account, now) => trustsOf(tx, account, now),
    presented: (account, hash, now) => presentedToken(tx, account, hash, now),
    async add(trust, terms, token) {
      await emitAll([await insertTrust(tx, trust, terms, token)]);
    },
    async renew(trust, change, terms) {
      await emitAll([await renewTrust(tx, trust, change, terms)]);
    },
    addToken: (trustId, seq, token) => insertToken(tx, trustId, seq, token),
    markPresented: (trustId, seq, at) => markPresented(tx, trustId, seq, at),
    markUsed: (trustId, use) => markUsed(tx, trustId, use),
    noteUse: (of, use) => noteUse(tx, of, use),
    lock: (filter, ids, now) => lockTrust(tx, filter, ids, now),
    async end(ids, ending, now) {
      const forgetAt = now + watchRetentionMs;
      const events = await endTrust(tx, ids, { ending, now, forgetAt });
      const { ranOut, held } = await leftWithoutCarrier(tx, ids, now);
      const followed = [
        ...(await endTrust(tx, ranOut, { ending: { why: 'ran-out' }, now, forgetAt })),
        ...(await endTrust(tx, held, { ending: CARRIER_ENDED, now, forgetAt })),
      ];
      await emitAll([...events, ...followed]);
      onEnd(events.length + followed.length);
      return events.length;
    },
    recordPurge: (purged) => emitAll([purgedEvent(purged)]),
    forgetLogged: (account, now) => forgetEarly(tx, account, now + FORGET_AFTER_MS),
    async consumeTicket(account, ticket) {
      if (isOneTime(ticket)) await consumeTicket(tx, ticket.jti, ticket.expiresAt);
      if (isTooEarly(ticket.loginBegunAt, await readNotBefore(tx, account))) {
        throw refuseTicket("its login began before the account's not-before");
      }
    },
    useOnce: ({ jti, expiresAt }) => useOnce(tx, jti, expiresAt),
    lockLimits: (documents) => lockLimits(tx, documents),
    termsOfEveryDomain: () => termsOfEveryDomain(tx),
    saveLimits: (changes) => saveLimits(tx, changes),
    addTightenings: (tightenings, now) => addTightenings(tx, tightenings, now),
  };
}

/** How a session ends when all trust that carried its sign-in is gone. */
const CARRIER_ENDED = {
  why: 'revoked',
  reason: 'carrier-ended',
  actor: 'spiffe://gatepost/service/trust-store',
  onBehalfOf: '',
  comment: '',
} as const;

/** "trst": the advisory lock class of accounts, distinct from all others. */
const LOCKS = 0x74727374;
/** "trsd": the advisory lock class of domains. */
const DOMAINS = 0x74727364;
