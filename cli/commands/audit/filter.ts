import type { Filter } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { OptionSpec } from '../../define-command.js';
import { parseTime } from '../../input/durations.js';
import { parseService } from '../../wire/names.js';

/** What to look for in the record. Every condition given must hold. */
export interface FilterOptions {
  readonly account?: string;
  readonly domain?: string;
  readonly address?: string;
  readonly service?: Service;
  readonly decision?: string;
  readonly reason?: string;
  readonly rule?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly type?: string;
  readonly id?: string;
}

const readTime = (text: string) => parseTime(text, Date.now());

/** The options that also make sense for events still to come. */
export const MATCH_OPTIONS: readonly OptionSpec[] = [
  { flags: '--account <account>', about: 'only this account' },
  { flags: '--domain <domain>', about: 'only this domain' },
  { flags: '--address <range>', about: 'only from this address or CIDR range' },
  { flags: '--service <name>', about: 'only logins for this service', read: parseService },
  { flags: '--decision <word>', about: 'only ALLOW, CHALLENGE or DENY' },
  { flags: '--reason <word>', about: 'only this reason, e.g. BAD_CREDENTIALS' },
  { flags: '--rule <name>', about: 'only under this rule' },
  { flags: '--type <type>', about: 'only events whose type begins with this, e.g. gatepost.trust' },
];

export const FILTER_OPTIONS: readonly OptionSpec[] = [
  ...MATCH_OPTIONS,
  { flags: '--since <time>', about: 'from then on: 7d (ago), 2026-11-01', read: readTime },
  { flags: '--until <time>', about: 'before then', read: readTime },
  { flags: '--id <event>', about: 'this event; a decision_id is one' },
];

/** Builds the RPC's filter from a command's options. */
export function filterFrom(options: FilterOptions): Filter {
  return {
    account: options.account ?? '',
    domain: options.domain ?? '',
    clientIp: options.address ?? '',
    service: options.service ?? 0,
    decision: options.decision?.toUpperCase() ?? '',
    reason: options.reason?.toUpperCase() ?? '',
    rule: options.rule ?? '',
    since: options.since,
    until: options.until,
    type: options.type ?? '',
    eventId: options.id ?? '',
  };
}
