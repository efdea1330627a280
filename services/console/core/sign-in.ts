import { isService, type Service } from '../../../libs/names/services.js';
import { DECISIONS, type Decision } from '../../../libs/policy/decide/reason.js';

/** A decided login, as the record has it. */
export interface SignIn {
  /** The decision's. */
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Empty: it named nobody. */
  readonly account: string;
  readonly service: string;
  readonly address: string;
  readonly decision: Decision;
  /** As policy names it. */
  readonly reason: string;
  readonly rule: string;
  readonly userAgent: string;
}

/** A step of a decision; `detail` is policy's own English. */
export interface Step {
  readonly step: string;
  readonly rule: string;
  readonly detail: string;
  readonly held: boolean;
}

/** What a document says of a login. */
export interface Said {
  readonly decision: Decision | undefined;
  readonly reason: string;
  readonly rule: string;
  readonly document: string;
  readonly revision: string;
  readonly steps: readonly Step[];
}

/** A recorded login through the document of its time, and through today's, where that can be said. */
export interface Explanation {
  readonly asItWas: Said;
  readonly now: Said | undefined;
}

/** Which logins. Empty: any. */
export interface Filter {
  readonly account: string;
  readonly address: string;
  readonly service: Service | '';
  readonly decision: Decision | '';
  readonly reason: string;
  /** Days, `2026-11-28`, in UTC; `until` is the last one. */
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

/** What an address asks for; what is none of a field is empty. */
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

/** The query that asks for it, without what is empty. */
export function queryOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams();
  for (const name of FILTER_FIELDS) if (filter[name] !== '') query.set(name, filter[name]);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** From when and until when, ms since the epoch. */
export function timesOf({ since, until }: Pick<Filter, 'since' | 'until'>): {
  since: number | undefined;
  until: number | undefined;
} {
  return {
    since: since === '' ? undefined : Date.parse(since),
    until: until === '' ? undefined : Date.parse(until) + DAY_MS,
  };
}
