import { deepStrictEqual as deepEqual } from 'node:assert';
import { login } from '../../libs/events/definitions/login.js';
import { makeEvent } from '../../libs/events/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { parseEvent } from '../../services/audit/core/cloud-event.js';
import type { EventFacts } from '../../services/audit/core/facts.js';
import type { NumberedEvent } from '../../services/audit/ports.js';
import { domainName } from '../engine/domains.js';
import { ACCOUNTS, BUSY, DAY_MS, LARGE, LARGE_ACCOUNTS, TRIAL_DAYS } from './sizes.js';

export const POLICY = '/gatepost/policy';
/** Above any number that policy itself gives while the bench runs. */
export const FIRST_NUMBER = 1_000_000_000;

/** The kinds of logins, and how many of a hundred are of each. */
const KINDS = [
  { of: 55, service: 'Imap', decision: 'ALLOW', reason: 'RULE_SATISFIED', rule: 'office' },
  { of: 15, service: 'Smtp', decision: 'ALLOW', reason: 'RULE_SATISFIED', rule: 'office' },
  { of: 12, service: 'EAS', decision: 'ALLOW', reason: 'RULE_SATISFIED', rule: 'mobile' },
  { of: 6, service: 'WebUI', decision: 'ALLOW', reason: 'RULE_SATISFIED', rule: 'web' },
  { of: 5, service: 'WebUI', decision: 'CHALLENGE', reason: 'FACTOR_REQUIRED', rule: 'web' },
  { of: 3, service: 'Imap', decision: 'DENY', reason: 'BAD_CREDENTIALS', rule: 'office' },
  { of: 2, service: 'Pop3', decision: 'DENY', reason: 'NO_RULE', rule: undefined },
  // In every domain but the large one.
  { of: 2, service: 'WebUI', decision: 'ALLOW', reason: 'GRACE_PERIOD', rule: 'web' },
] as const;
const BY_PERCENT = KINDS.flatMap((kind) => Array.from({ length: kind.of }, () => kind));

/** Not a divisor of what the kinds repeat with. */
const CHECKED_EACH = 997;

export interface Recording {
  readonly logins: number;
  readonly domains: number;
  /** ms since the epoch: of the first login and of the last. */
  readonly from: number;
  readonly to: number;
  /** The revision that decided. */
  readonly revision: number;
  /** The id of the large domain's trial. */
  readonly trial: string;
}

/** The nth login of a record: a fifth are of the large domain, the others of all others in turn. */
export function someLogin(n: number, of: Recording): NumberedEvent {
  const { domains, logins, from, to, revision } = of;
  const isLarge = n % 5 === 0;
  // Prime to the number of kinds and to each other, so that kinds, people and addresses mix.
  const mixed = (n * 7_919) % 1_000_003;
  const domain = isLarge
    ? LARGE
    : domainName(1 + ((Math.floor(n / 5) * 4 + (n % 5)) % (domains - 1)));
  const person = mixed % (isLarge ? LARGE_ACCOUNTS : ACCOUNTS);
  const account = isLarge && mixed % 100 === 7 ? BUSY : `u${person}@${domain}`;
  const found = BY_PERCENT[mixed % 97 === 0 ? 99 : (mixed >> 3) % 100] ?? KINDS[0];
  const kind = isLarge && found.reason === 'GRACE_PERIOD' ? KINDS[0] : found;
  const { service, decision, reason, rule } = kind;
  const time = Math.round(from + ((to - from) * n) / logins);
  const clientIp = addressOf(mixed);
  const onTrial =
    !isLarge || time <= to - TRIAL_DAYS * DAY_MS ? 'no' : mixed % 100 === 1 ? 'other' : 'same';
  const id = systemRandom.id();
  const text = templateOf({
    kind,
    onTrial,
    agent: mixed % USER_AGENTS.length,
    revision,
    trial: of.trial,
  })
    .replaceAll(PLACE.domain, domain.slice(0, -END.length))
    .replace(PLACE.account, account.slice(0, account.indexOf('@')))
    .replace(PLACE.address, clientIp)
    .replace(PLACE.id, id)
    .replace(PLACE.time, new Date(time).toISOString());
  const bytes = Buffer.from(text);
  const facts = {
    ...{ id, type: login.type, time, domain, account, clientIp, service, decision, reason },
    ...(rule === undefined ? {} : { rule }),
  };
  if (n % CHECKED_EACH === 0) check(bytes, facts);
  return { sequence: FIRST_NUMBER + n, bytes, facts };
}

interface Template {
  readonly kind: (typeof KINDS)[number];
  /** What the candidate decides, if there is one: the same, or otherwise. */
  readonly onTrial: 'no' | 'same' | 'other';
  readonly agent: number;
  readonly revision: number;
  readonly trial: string;
}

const END = '.example';
/** What differs between the logins of a template. None needs another place in the canonical form, or escapes. */
const PLACE = {
  domain: 'the-domain',
  account: 'the-account',
  address: '203.0.113.113',
  id: 'the-id',
  time: '2000-01-01T00:00:00.000Z',
};
const templates = new Map<string, string>();

/** An event as policy makes it, once for all logins that differ in `PLACE` alone: making each takes longer than to record it. */
function templateOf(of: Template): string {
  const { kind, onTrial, agent, revision } = of;
  const key = `${KINDS.indexOf(kind)} ${onTrial} ${agent}`;
  const known = templates.get(key);
  if (known !== undefined) return known;
  const { service, decision, reason, rule } = kind;
  const domain = `${PLACE.domain}${END}`;
  const { bytes } = makeEvent(
    login,
    { id: PLACE.id, service: 'policy', time: Date.parse(PLACE.time), domain },
    {
      ...{ service, decision, reason, rule, grants: [], bind_session_to_ip: false },
      ...{ account: `${PLACE.account}@${domain}`, client_ip: PLACE.address },
      front_end: 'spiffe://gatepost/front-end/mail',
      interactive: service === 'WebUI',
      policy: { document: domain, revision },
      presented: {
        first: service === 'EAS' ? 'app-password' : 'password',
        ...{ second: service === 'WebUI' && decision === 'ALLOW' ? 'code' : 'none' },
        ...{ device_token: false, remember: [] },
      },
      proved:
        decision === 'DENY' ? [] : [service === 'EAS' ? ('app-password' as const) : 'password'],
      verified: { first: reason === 'BAD_CREDENTIALS' ? 'wrong' : 'right' },
      missing: decision === 'CHALLENGE' ? [['otp']] : undefined,
      ...{ otp_enrolled: service === 'WebUI' ? true : null, saml_available: null },
      trust: { offered: ['ip'], ip: null, device: null },
      user_agent: USER_AGENTS[agent],
      tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
      trial: evaluated(of),
    },
  );
  const text = bytes.toString();
  templates.set(key, text);
  return text;
}

/** As audit reads an event that it is sent, and as policy makes it. @throws Error if it is not such an event */
function check(bytes: Buffer, facts: EventFacts): void {
  const parsed = parseEvent(bytes, POLICY);
  if (!parsed.ok) throw new Error(parsed.reason);
  deepEqual(parsed.value, facts);
  login.data.parse(JSON.parse(bytes.toString()).data);
}

function evaluated({ kind, onTrial, trial: id }: Template) {
  if (onTrial === 'no') return undefined;
  const trial = { id, document: LARGE };
  if (onTrial === 'other') return { ...trial, decision: 'DENY' as const, reason: 'NO_RULE' };
  const { decision, reason, rule } = kind;
  return { ...trial, decision, reason, rule };
}

/** A twentieth come from one provider's gateway. */
function addressOf(mixed: number): string {
  if (mixed % 20 === 0) return GATEWAY;
  return `10.${(mixed >> 16) & 255}.${(mixed >> 8) & 255}.${mixed & 255}`;
}

export const GATEWAY = '192.0.2.1';
const USER_AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.2.0',
  'Apple-iPhone15C3/2107.93',
  'Roundcube Webmail/1.6.11',
];
