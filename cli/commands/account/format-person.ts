import type { Throttle } from '../../../libs/gen/gatepost/common/v1/common.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';
import { serviceName } from '../../wire/names.js';
import { PASSKEY_COLUMNS, passkeyRow } from '../passkey/list.js';
import { TRUST_COLUMNS, trustRow } from '../trust/view-trust.js';
import type { Person } from './questions.js';
import type { Refusal } from './refusals.js';

/** One person on one page, for a terminal. */
export function formatPerson(account: string, person: Person): string {
  return [
    account,
    section('password', person.password, ({ backend, account: kept }) => {
      if (backend !== 'embedded') return `compared by the back end ${backend} of the domain`;
      if (kept === undefined) return 'there is no account of this name';
      if (!kept.hasPassword) return 'none: no main password opens this account';
      return `set ${formatTime(kept.passwordSetAt)}`;
    }),
    section('app passwords', person.appPasswords, (all) =>
      table(
        ['label', 'opens', 'last used', 'from', 'expires'],
        all.map((each) => [
          each.label,
          each.services.map(serviceName).join(' '),
          each.lastUsedAt === undefined ? 'never' : formatTime(each.lastUsedAt),
          each.lastUsedIp,
          each.enabled ? formatTime(each.expiresAt) : 'disabled',
        ]),
      ),
    ),
    section('authenticators', person.codes, ({ authenticators, recoveryCodesLeft }) =>
      [
        table(
          ['label', 'active since', 'last used', 'locked until'],
          authenticators.map((each) => [
            each.label,
            each.confirmedAt === undefined ? 'not confirmed' : formatTime(each.confirmedAt),
            each.lastUsedAt === undefined ? 'never' : formatTime(each.lastUsedAt),
            each.lockedUntil === undefined ? '' : formatTime(each.lockedUntil),
          ]),
        ),
        `recovery codes left: ${recoveryCodesLeft}`,
      ].join('\n'),
    ),
    section('passkeys', person.passkeys, (all) => table(PASSKEY_COLUMNS, all.map(passkeyRow))),
    section('trust and sessions', person.trust, (all) =>
      table(
        TRUST_COLUMNS.slice(1),
        all.map((each) => trustRow(each).slice(1)),
      ),
    ),
    section('failures that count', person.limits, ({ password, code, passkey }) =>
      table(
        ['of', 'scope', 'address', 'failures', 'next free'],
        [...rowsOf('password', password), ...rowsOf('code', code), ...rowsOf('passkey', passkey)],
      ),
    ),
    section(
      'single sign-on',
      person.singleSignOn,
      (provider) => provider || 'none for this domain',
    ),
    section('bound by', person.policy, (names) => names.join(', ') || 'no document: denied'),
    section('the last refusals', person.refusals, formatRefusals),
  ].join('\n\n');
}

function section<T>(
  title: string,
  answer: { readonly value: T } | { readonly error: string },
  format: (value: T) => string,
): string {
  const text = 'error' in answer ? `cannot be asked (${answer.error})` : format(answer.value);
  return `${title.toUpperCase()}\n${text}`;
}

function table(columns: readonly string[], rows: readonly string[][]): string {
  return rows.length === 0 ? 'none' : formatTable(columns, rows);
}

function rowsOf(of: string, throttles: readonly Throttle[]): string[][] {
  return throttles.map(({ scope, address, failures, limit, nextFreeAt }) => [
    of,
    scope,
    address,
    `${failures} of ${limit}`,
    formatTime(nextFreeAt),
  ]);
}

function formatRefusals(refusals: readonly Refusal[]): string {
  const rows = refusals.map((each) => [
    formatTime(new Date(each.time)),
    each.service,
    each.address,
    [each.reason, each.rule, each.samlCheck].filter((word) => word !== '').join(', '),
  ]);
  const helps = [...new Map(refusals.map(({ reason, helps: text }) => [reason, text]))]
    .filter(([, text]) => text !== '')
    .map(([reason, text]) => `${reason}: ${text}`);
  const ways = [...new Map(refusals.map((each) => [likeness(each), each.ways]))].flatMap(
    ([like, all]) => (all.length === 0 ? [] : [`${like}: ${all.join('; or ')}`]),
  );
  const known =
    ways.length === 0 ? [] : ['', 'let in now, if the person does one of these', ...ways];
  return [table(['time', 'service', 'from', 'why'], rows), ...helps, ...known].join('\n');
}

function likeness({ service, address, reason }: Refusal): string {
  return `${service} from ${address} (${reason})`;
}
