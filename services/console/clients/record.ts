import { noticeFailed } from '../../../libs/events/definitions/notice.js';
import { failedNotices, MOST_FAILED } from '../../../libs/events/failed-notice.js';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import { DECISIONS } from '../../../libs/policy/decide/reason.js';
import { type Filter, type SignIn, timesOf } from '../core/sign-in.js';
import type { Record as DomainRecord } from '../ports.js';
import { type Deadline, isPassing, reads } from './ask.js';

const LOGIN = 'gatepost.login.v1';
/** Events in one answer of audit. */
const PAGE = 500;

const NOTHING: Filter = {
  ...{ account: '', address: '', service: '', decision: '', reason: '', since: '', until: '' },
};

/** Reads a domain's logins from audit's record. */
export function domainRecord(parts: { readonly audit: Peer } & Deadline): DomainRecord {
  const { audit } = parts;
  return {
    async list(who, { domain, filter, after, size }) {
      const request = { filter: toWire(domain, filter), page: { size, token: after } };
      const { events, nextToken } = await audit.unary(Audit.query, request, reads(who, parts));
      return { items: events.flatMap(({ event }) => fromWire(event) ?? []), next: nextToken };
    },
    async since(who, { domain, filter, since, atMost }) {
      const wanted = { ...toWire(domain, filter), since: new Date(since) };
      const request = { filter: wanted, page: { size: atMost, token: '' } };
      const { events } = await audit.unary(Audit.query, request, reads(who, parts));
      return events.flatMap(({ event }) => fromWire(event) ?? []);
    },
    async undelivered(who, { domain, since }) {
      const wanted = {
        ...toWire(domain, NOTHING),
        type: noticeFailed.type,
        since: new Date(since),
      };
      const found: { event: Uint8Array }[] = [];
      try {
        let token = '';
        do {
          const request = { filter: wanted, page: { size: PAGE, token } };
          const { events, nextToken } = await audit.unary(Audit.query, request, reads(who, parts));
          found.push(...events);
          token = nextToken;
        } while (token !== '' && found.length < MOST_FAILED);
      } catch (error) {
        if (isPassing(error)) return undefined;
        throw error;
      }
      return failedNotices(found, 'enrolment-due');
    },
    async find(who, { domain, id }) {
      const filter = { ...toWire(domain, NOTHING), eventId: id };
      const request = { filter, page: { size: 1, token: '' } };
      const { events } = await audit.unary(Audit.query, request, reads(who, parts));
      return events.map(({ event }) => fromWire(event)).at(0);
    },
    async count(who, { domain, by, since, decision = '' }) {
      const filter = { ...toWire(domain, NOTHING), since: new Date(since), decision };
      const request = { filter, groupBy: by, atMost: 20 };
      const { groups } = await audit.unary(Audit.stats, request, reads(who, parts));
      return groups.map(({ key, count }) => ({ key, count: Number(count) }));
    },
  };
}

function toWire(domain: string, filter: Filter) {
  const { account, address, service, decision, reason } = filter;
  const { since, until } = timesOf(filter);
  return {
    ...{ account, domain, clientIp: address, decision, reason, rule: '', type: LOGIN, eventId: '' },
    service: service === '' ? 0 : serviceToWire(service),
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  };
}

/** Undefined if the event was erased, or is no login that this version can read. */
function fromWire(event: Uint8Array): SignIn | undefined {
  if (event.length === 0) return undefined;
  const { id, time, data } = JSON.parse(Buffer.from(event).toString('utf8'));
  const decision = DECISIONS.find((each) => each === data?.decision);
  if (decision === undefined) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    ...{ id: text(id), at: Date.parse(text(time)), decision },
    ...{ account: text(data.account), service: text(data.service), address: text(data.client_ip) },
    ...{ reason: text(data.reason), rule: text(data.rule), userAgent: text(data.user_agent) },
  };
}
