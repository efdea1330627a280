import type { Database } from '../../libs/pg/index.js';
import type { Filter } from '../../services/audit/core/filter.js';
import type { Group } from '../../services/audit/core/tally.js';
import { countLogins } from '../../services/audit/storage/count-logins.js';
import { findEvents } from '../../services/audit/storage/find-events.js';
import { readAccounts } from '../../services/credential/storage/accounts.js';
import { domainName } from '../engine/domains.js';
import { BUSY, DAY_MS, LARGE, SMALL } from './sizes.js';
import { GATEWAY } from './some-login.js';

export interface Databases {
  readonly audit: Database;
  readonly policy: Database;
  readonly credential: Database;
}

/** A page of the console, and what it rests on. */
export interface BenchedPage {
  readonly what: string;
  readonly path: string;
  readonly by: 'administrator' | 'operator';
  /** The statements behind it that read the record or a list, run one after the other. Absent: rows by their key. */
  readonly queries?: (of: Databases) => Promise<unknown>;
  /** Ends when the first octets are there. */
  readonly firstOctets?: true;
  /** Takes so long that it is asked for once. */
  readonly once?: true;
}

const LOGIN = 'gatepost.login.v1';
const PAGE = 50;

const at = (domain: string, more = '') => `/domains/${domain}${more}`;
const account = encodeURIComponent(BUSY);

/** @param id a decision of the large domain */
export function benchedPages({ id, now }: { id: string; now: number }): readonly BenchedPage[] {
  const dayAgo = now - DAY_MS;
  const find = (filter: Partial<Filter>, limit = PAGE + 1) => {
    return ({ audit }: Databases) =>
      findEvents(audit, { filter: { type: LOGIN, ...filter } as Filter, limit });
  };
  const count = (audit: Database, domain: string, groupBy: Group, more: object = {}) => {
    const filter = { type: LOGIN, domain, since: dayAgo, ...more } as Filter;
    return countLogins(audit, { filter, groupBy, atMost: 20 });
  };
  const today =
    (domain: string) =>
    async ({ audit }: Databases) => {
      await count(audit, domain, 'decision');
      await count(audit, domain, 'reason', { decision: 'DENY' });
    };
  const accounts =
    (after: string, limit: number) =>
    ({ credential }: Databases) =>
      readAccounts(credential, { domain: LARGE, after, limit });
  const signIns = (what: string, query: string, filter: Partial<Filter>): BenchedPage => ({
    what: `sign-ins, ${what}`,
    path: at(LARGE, `/sign-ins${query}`),
    by: 'administrator',
    queries: find({ domain: LARGE, ...filter }),
  });
  const day = (ago: number) => new Date(now - ago * DAY_MS).toISOString().slice(0, 10);
  const administrators: BenchedPage[] = [
    { what: 'today', path: at(LARGE), by: 'administrator', queries: today(LARGE) },
    signIns('all', '', {}),
    signIns('of an account', `?account=${account}`, { account: BUSY }),
    signIns('from a rare address', '?address=10.3.4.5', { clientIp: '10.3.4.5/32' }),
    signIns('from a gateway', `?address=${GATEWAY}`, { clientIp: `${GATEWAY}/32` }),
    signIns('of a service', '?service=Pop3', { service: 'Pop3' }),
    signIns('of a service nobody uses', '?service=Cli', { service: 'Cli' }),
    signIns('denied', '?decision=DENY', { decision: 'DENY' }),
    signIns('for a reason', '?decision=DENY&reason=NO_RULE', {
      ...{ decision: 'DENY', reason: 'NO_RULE' },
    }),
    signIns('for a reason of other domains', '?reason=GRACE_PERIOD', { reason: 'GRACE_PERIOD' }),
    signIns('for a reason of no service', '?service=Pop3&reason=BAD_CREDENTIALS', {
      ...{ service: 'Pop3', reason: 'BAD_CREDENTIALS' },
    }),
    signIns('of some days', `?since=${day(21)}&until=${day(20)}`, {
      ...{ since: Date.parse(day(21)), until: Date.parse(day(20)) + DAY_MS },
    }),
    signIns('live', '/live', {}),
    { ...signIns('CSV', '.csv', {}), queries: find({ domain: LARGE }, 201), firstOctets: true },
    {
      ...{ what: 'one sign-in', path: at(LARGE, `/sign-ins/${id}`), by: 'administrator' },
      queries: find({ domain: LARGE, eventId: id }, 2),
    },
    {
      ...{ what: 'accounts', path: at(LARGE, '/accounts'), by: 'administrator' },
      queries: accounts('', PAGE + 1),
    },
    {
      ...{ what: 'accounts, CSV', path: at(LARGE, '/accounts.csv'), by: 'administrator' },
      ...{ queries: accounts('', 1_001), firstOctets: true },
    },
    {
      ...{ what: 'an account', path: at(LARGE, `/accounts/${account}`), by: 'administrator' },
      queries: find({ domain: LARGE, account: BUSY }, 11),
    },
    { what: 'second factors', path: at(LARGE, '/second-factors'), by: 'administrator' },
    { what: 'policy', path: at(LARGE, '/policy'), by: 'administrator' },
    { what: 'policy, editor', path: at(LARGE, '/policy/edit'), by: 'administrator' },
    { what: 'policy, history', path: at(LARGE, '/policy/history'), by: 'administrator' },
    { what: 'policy, proposal', path: at(LARGE, '/policy/propose'), by: 'administrator' },
    {
      ...{ what: 'trial', path: at(LARGE, '/trial'), by: 'administrator' },
      firstOctets: true,
    },
    { what: 'trial, whole', path: at(LARGE, '/trial'), by: 'administrator', once: true },
    {
      ...{ what: 'trial, CSV', path: at(LARGE, '/trial.csv'), by: 'administrator' },
      ...{ firstOctets: true, once: true },
    },
  ];
  const operators: BenchedPage[] = [
    { what: 'today, a small domain', path: at(SMALL), by: 'operator', queries: today(SMALL) },
    {
      ...{ what: 'sign-ins, a small domain', path: at(SMALL, '/sign-ins'), by: 'operator' },
      queries: find({ domain: SMALL }),
    },
    {
      what: 'sign-ins, a small domain, of the commonest kind',
      path: at(SMALL, '/sign-ins?decision=ALLOW&service=Imap&reason=RULE_SATISFIED'),
      by: 'operator',
      queries: find({
        ...{ domain: SMALL, decision: 'ALLOW', service: 'Imap', reason: 'RULE_SATISFIED' },
      }),
    },
    {
      what: 'sign-ins, a small domain, from a gateway',
      path: at(SMALL, `/sign-ins?address=${GATEWAY}`),
      by: 'operator',
      queries: find({ domain: SMALL, clientIp: `${GATEWAY}/32` }),
    },
    { what: 'domains', path: '/', by: 'operator', queries: documents('') },
    { what: 'domains, found', path: '/?find=d99', by: 'operator', queries: documents('d99') },
    { what: 'domains, none found', path: '/?find=x', by: 'operator', queries: documents('x') },
    {
      ...{ what: 'domains, CSV', path: '/domains.csv', by: 'operator', firstOctets: true },
      queries: documents('', 250),
    },
    {
      ...{ what: 'templates', path: '/templates', by: 'operator' },
      queries: documents('template:'),
    },
    {
      what: 'a template that all extend',
      path: '/templates/standard',
      by: 'operator',
      queries: ({ policy }) =>
        policy.query(
          `select name, version from active_document where not removed
             and depends_on @> array['template:standard'] order by name limit ${PAGE + 1}`,
        ),
    },
    {
      ...{ what: 'trials', path: '/trials', by: 'operator' },
      queries: ({ policy }) => policy.query('select * from trial order by document limit 21'),
    },
    { what: 'clients', path: '/clients', by: 'operator' },
    { what: "another domain's policy", path: at(domainName(99), '/policy'), by: 'operator' },
  ];
  return [...administrators, ...operators];
}

function documents(prefix: string, limit = PAGE + 1) {
  return ({ policy }: Databases) =>
    policy.query(
      `select name, version from active_document
       where not removed and name > '' and starts_with(name, $1) order by name limit ${limit}`,
      [prefix],
    );
}
