import { isService, type Service } from '../../../libs/names/services.js';
import { DECISIONS, type Decision } from '../../../libs/policy/decide/reason.js';

/** A decided login from the record. */
export interface SignIn {
  /** Identifies the decision. */
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Empty if the login named nobody. */
  readonly account: string;
  readonly service: string;
  readonly address: string;
  readonly decision: Decision;
  /** The reason, as policy names it. */
  readonly reason: string;
  readonly rule: string;
  readonly userAgent: string;
}

/** A step of a decision. `detail` is English text from policy. */
export interface Step {
  readonly step: string;
  readonly rule: string;
  readonly detail: string;
  readonly held: boolean;
}

/** What a document decides about a login. */
export interface Said {
  readonly decision: Decision | undefined;
  readonly reason: string;
  readonly rule: string;
  readonly document: string;
  readonly revision: string;
  readonly steps: readonly Step[];
}

/** A recorded login, decided by the document of its time and, where possible, by today's. */
export interface Explanation {
  readonly asItWas: Said;
  readonly now: Said | undefined;
}

/** Selects logins. An empty field selects all. */
export interface Filter {
  readonly account: string;
  readonly address: string;
  readonly service: Service | '';
  readonly decision: Decision | '';
  readonly reason: string;
  /** Days such as `2026-11-28`, in UTC. `until` is the last day included. */
  readonly since: string;
  readonly until: string;
}

export const FILTER_FIELDS = [
  'account',
  'address',
  'service',
  'decision',
  'reason',
  'since',
  'until',
] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const MOST = 254;

/** Reads the filter from a query. A value that is not valid for its field counts as empty. */
export function readFilter(query: Readonly<Record<string, unknown>>): Filter {
  const text = (name: string) => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, MOST) : '';
  };
  const day = (name: string) => {
    const value = text(name);
    return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : '';
  };
  const service = text('service');
  const decision = text('decision');
  return {
    ...{ account: text('account'), address: text('address') },
    service: isService(service) ? service : '',
    decision: DECISIONS.find((each) => each === decision) ?? '',
    reason: /^[A-Z_]{1,64}$/.test(text('reason')) ? text('reason') : '',
    ...{ since: day('since'), until: day('until') },
  };
}

/** Writes the query of a filter, without empty fields. */
export function queryOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams();
  for (const name of FILTER_FIELDS) if (filter[name] !== '') query.set(name, filter[name]);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Start and end, in ms since the epoch. */
export function timesOf({ since, until }: Pick<Filter, 'since' | 'until'>): {
  since: number | undefined;
  until: number | undefined;
} {
  return {
    since: since === '' ? undefined : Date.parse(since),
    until: until === '' ? undefined : Date.parse(until) + DAY_MS,
  };
}
