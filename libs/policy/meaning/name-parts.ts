import { SERVICES, type Service } from '../../names/services.js';
import { TRUST_DEVICE, TRUST_IP } from '../language/words.js';
import type { Period } from './compared.js';
import { joined } from './name-places.js';
import { PRESENTATIONS } from './outcomes.js';

/** `Imap and Smtp`, `every service`, `every service but Cli`. */
export function nameServices(services: readonly Service[]): { text: string; many: boolean } {
  const others = SERVICES.filter((service) => !services.includes(service));
  if (others.length === 0) return { text: 'every service', many: false };
  if (others.length <= 3)
    return { text: `every service but ${joined(others, 'and')}`, many: false };
  return { text: joined(services, 'and'), many: services.length > 1 };
}

/**
 * Names some states of trust out of all that matter; empty for all of them. A state is a set of
 * trusts, as bits.
 */
export function nameTrusts(states: readonly number[], all: readonly number[]): string {
  if (states.length === all.length) return '';
  const held = (bit: number) => all.some((state) => (state & bit) !== 0);
  const of = (wanted: (state: number) => boolean) =>
    all.every((state) => wanted(state) === states.includes(state));
  const isIp = (state: number) => (state & TRUST_IP) !== 0;
  const isDevice = (state: number) => (state & TRUST_DEVICE) !== 0;
  if (held(TRUST_IP)) {
    if (of(isIp)) return 'where the address is trusted';
    if (of((state) => !isIp(state))) return 'where the address is not trusted';
  }
  if (held(TRUST_DEVICE)) {
    if (of(isDevice)) return 'where the device is trusted';
    if (of((state) => !isDevice(state))) return 'where the device is not trusted';
  }
  const key = [0, TRUST_IP, TRUST_DEVICE, TRUST_IP | TRUST_DEVICE]
    .map((state) => (states.includes(state) ? 1 : 0))
    .join('');
  return MIXED[key] ?? '';
}

/** By whether each of these is among the states: none, address, device, both. */
const MIXED: Readonly<Record<string, string>> = {
  '1000': 'where neither the address nor the device is trusted',
  '0001': 'where the address and the device are trusted',
  '0100': 'where the address is trusted and the device is not',
  '0010': 'where the device is trusted and the address is not',
  '0111': 'where the address or the device is trusted',
  '1110': 'where the address and the device are not both trusted',
  '1001': 'where the address and the device are both trusted or both not',
  '0110': 'where either the address or the device is trusted, and not both',
  '1101': 'where the address is trusted or the device is not',
  '1011': 'where the device is trusted or the address is not',
};

const [WITH_SECOND, WITHOUT_SECOND, CODE, PASSKEY_TOO] = [1, 2, 4, 8];
const PASSWORDS = WITH_SECOND | WITHOUT_SECOND | CODE | PASSKEY_TOO;

/**
 * Names presentations exactly, such as `with a password`. `presentations`: bits, in the order of
 * `PRESENTATIONS`.
 */
export function namePresentations(presentations: number): string {
  const others = PRESENTATIONS.flatMap(({ factors: [factor = 'password'] }, index) =>
    index > 3 && (presentations >>> index) & 1 ? [OTHERS[factor] ?? factor] : [],
  );
  const [first = '', ...more] = [...namePasswords(presentations & PASSWORDS), ...others];
  if (more.length === 0) return `with ${first}`;
  const last = more.pop();
  return `${[first, ...more].map((one) => `with ${one}`).join(', ')}, or with ${last},`;
}

const OTHERS: Readonly<Record<string, string>> = {
  'app-password': 'an app password',
  saml: 'single sign-on (SAML)',
  passkey: 'a passkey alone',
  session: 'a session',
};

const WHO_HAS = 'a password alone (people with a second factor)';
const WHO_HAS_NOT = 'a password alone (people without a second factor)';

function namePasswords(bits: number): string[] {
  const more = bits & (CODE | PASSKEY_TOO);
  const plain = bits & (WITH_SECOND | WITHOUT_SECOND);
  if (plain === (WITH_SECOND | WITHOUT_SECOND)) return [WITH_PLAIN[more] as string];
  const alone = plain === 0 ? [] : [plain === WITH_SECOND ? WHO_HAS : WHO_HAS_NOT];
  return more === 0 ? alone : [...alone, WITH_MORE[more] as string];
}

const WITH_PLAIN: Readonly<Record<number, string>> = {
  0: 'a password alone',
  [CODE]: 'a password without a passkey',
  [PASSKEY_TOO]: 'a password without a code',
  [CODE | PASSKEY_TOO]: 'a password',
};

const WITH_MORE: Readonly<Record<number, string>> = {
  [CODE]: 'a password and a code',
  [PASSKEY_TOO]: 'a password and a passkey',
  [CODE | PASSKEY_TOO]: 'a password and a second factor',
};

/** `until 2027-01-31`, `from 2027-01-31`; empty for all periods. Days begin at 00:00 UTC. */
export function namePeriods(periods: readonly Period[], all: readonly Period[]): string {
  if (periods.length === all.length) return '';
  const spans: { from: number | null; until: number | null }[] = [];
  for (const { from, until } of periods) {
    const last = spans.at(-1);
    if (last !== undefined && last.until === from) last.until = until;
    else spans.push({ from, until });
  }
  return joined(spans.map(formatSpan), 'and');
}

function formatSpan({ from, until }: Period): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const parts = [
    ...(from === null ? [] : [`from ${day(from)}`]),
    ...(until === null ? [] : [`until ${day(until)}`]),
  ];
  return parts.join(' ');
}
