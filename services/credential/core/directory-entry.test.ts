import { expect, it } from 'vitest';
import { type DirectoryEntry, readEntry, wasSetAfter } from './directory-entry.js';

const entryOf = (attributes: Readonly<Record<string, string>>): DirectoryEntry =>
  readEntry(new Map(Object.entries(attributes).map(([name, value]) => [name, [value]])));
const NOON = Date.UTC(2026, 10, 28, 12);

it.each([
  ['pwdaccountlockedtime', '000001010000Z'],
  ['nsaccountlock', 'TRUE'],
  ['useraccountcontrol', '514'],
  ['zimbraaccountstatus', 'closed'],
  ['accountstatus', 'disabled'],
])('an administrator’s lock is one: %s %s', (name, value) => {
  expect(entryOf({ [name]: value })).toEqual({ kind: 'locked', by: name });
});

it.each([
  ['a lock that guesses set off', { pwdaccountlockedtime: '20261128120000Z' }],
  ['an entry in use', { useraccountcontrol: '512', zimbraaccountstatus: 'active' }],
  ['an entry that says nothing', {}],
])('%s is none', (_, attributes) => {
  expect(entryOf(attributes)).toMatchObject({ kind: 'open' });
});

it.each([
  ['pwdchangedtime', '20261128120000Z', 1_000],
  ['pwdchangedtime', '20261128120000.250000Z', 1],
  ['krblastpwdchange', '20261128130000+0100', 1_000],
  ['pwdlastset', `${(BigInt(NOON) + 11_644_473_600_000n) * 10_000n}`, 1],
  ['sambapwdlastset', `${NOON / 1_000}`, 1_000],
  ['shadowlastchange', `${Math.floor(NOON / 86_400_000)}`, 86_400_000],
])('the time of %s is read: %s', (name, value, within) => {
  const entry = entryOf({ [name]: value });
  const at = entry.kind === 'open' ? entry.passwordSetAt : undefined;
  expect(at?.within).toBe(within);
  expect(Math.abs((at?.from ?? 0) - NOON)).toBeLessThanOrEqual(
    within === 86_400_000 ? within : 250,
  );
});

it('ignores what is not a time', () => {
  for (const attributes of [{ pwdchangedtime: 'yesterday' }, { pwdlastset: '0' }]) {
    expect(entryOf(attributes)).toEqual({ kind: 'open', passwordSetAt: undefined });
  }
});

it('a sign-in in the second of the change counts as before it, one of the same day does not', () => {
  expect(wasSetAfter({ from: NOON, within: 1_000 }, NOON + 999)).toBe(true);
  expect(wasSetAfter({ from: NOON, within: 1_000 }, NOON + 1_000)).toBe(false);
  const day = { from: Date.UTC(2026, 10, 28), within: 86_400_000 };
  expect(wasSetAfter(day, NOON)).toBe(false);
  expect(wasSetAfter(day, NOON - 86_400_000)).toBe(true);
});
