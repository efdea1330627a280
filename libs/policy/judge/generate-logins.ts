import fc from 'fast-check';
import { TRUSTS } from '../language/words.js';
import { DAY_AFTER, GRACE_DAY } from './generate-documents.js';
import { ADDRESSES, LOGIN_ACCOUNTS, SERVICES_USED, spellingsOf } from './pools.js';
import type { JudgedLogin } from './raw.js';

const END_OF_GRACE = Date.parse(`${GRACE_DAY}T00:00:00Z`);
const LAST_END = Date.parse(`${DAY_AFTER}T00:00:00Z`);
const fact = fc.constantFrom(true, false, false, 'unavailable' as const);

function usually<const T, const U>(value: T, others: readonly U[]): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, fc.constantFrom(...others));
}

/** A code together with a passkey is refused before it is decided. */
const withoutBoth = (login: JudgedLogin): JudgedLogin =>
  login.passkey ? { ...login, second: false } : login;

/** Logins at the edges of the ranges, with every combination of trust, facts and time. */
const anyLogin: fc.Arbitrary<JudgedLogin> = fc.record({
  account: fc.constantFrom(...LOGIN_ACCOUNTS),
  service: fc.constantFrom(...SERVICES_USED),
  address: fc
    .constantFrom(...ADDRESSES)
    .chain((address) => fc.constantFrom(...spellingsOf(address))),
  trusts: fc.subarray([...TRUSTS]),
  first: fc.constantFrom(
    ...(['none', 'password', 'password', 'password', 'verified'] as const),
    ...(['app-password', 'saml', 'session', 'session'] as const),
  ),
  second: fc.boolean(),
  recovery: fc.boolean(),
  passkey: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  prove: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  remember: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  interactive: fc.boolean(),
  firstResult: usually('right', ['wrong', 'wrong-service', 'rate-limited']),
  secondResult: usually('right', ['wrong', 'rate-limited']),
  passkeyResult: usually('right', ['wrong', 'rate-limited']),
  hasOtp: fact,
  hasPasskey: fact,
  hasSaml: fact,
  now: fc.constantFrom(END_OF_GRACE - 1, END_OF_GRACE, END_OF_GRACE + 1, LAST_END),
});

export const loginArbitrary = anyLogin.map(withoutBoth);
