/** What a directory says about an account. */
export type DirectoryEntry =
  | { readonly kind: 'none' }
  /** `by` is the attribute that says so. */
  | { readonly kind: 'locked'; readonly by: string }
  /** When the password was set, as precisely as the directory says. Undefined if it does not say. */
  | { readonly kind: 'open'; readonly passwordSetAt: PasswordSetAt | undefined };

/** The password was set at some time in `[from, from + within)`, in ms since the epoch. */
export interface PasswordSetAt {
  readonly from: number;
  readonly within: number;
}

const SECOND = 1_000;
const DAY = 86_400_000;

/**
 * Attribute values which mean that an administrator locked an entry. A lock caused by failed guesses is not included
 * (`pwdAccountLockedTime` with a time), because it passes by itself and a stranger can cause it.
 */
const LOCKS: Readonly<Record<string, (value: string) => boolean>> = {
  pwdaccountlockedtime: (value) => /^0{4}0101/.test(value),
  nsaccountlock: (value) => /^true$/i.test(value),
  // ACCOUNTDISABLE in Active Directory ([MS-ADTS] 2.2.16).
  useraccountcontrol: (value) => (Number(value) & 2) !== 0,
  zimbraaccountstatus: (value) => !/^active$/i.test(value),
  carbonioaccountstatus: (value) => !/^active$/i.test(value),
  accountstatus: (value) => /^(?:disabled|deleted|noaccess)$/i.test(value),
};

/** When the password was last set, in the format of each kind of directory. */
const TIMES: Readonly<Record<string, (value: string) => PasswordSetAt | undefined>> = {
  pwdchangedtime: readGeneralizedTime,
  krblastpwdchange: readGeneralizedTime,
  zimbrapasswordmodifiedtime: readGeneralizedTime,
  pwdlastset: readFiletime,
  sambapwdlastset: (value) => at(Number(value) * SECOND, SECOND),
  shadowlastchange: (value) => at(Number(value) * DAY, DAY),
};

/** The attributes to request by name, because many are operational and not returned otherwise. */
export const ENTRY_ATTRIBUTES: readonly string[] = [...Object.keys(LOCKS), ...Object.keys(TIMES)];

/** @param attributes by name in lower case */
export function readEntry(attributes: ReadonlyMap<string, readonly string[]>): DirectoryEntry {
  for (const [name, isLock] of Object.entries(LOCKS)) {
    if (attributes.get(name)?.some(isLock)) return { kind: 'locked', by: name };
  }
  const times = Object.entries(TIMES).flatMap(([name, read]) =>
    (attributes.get(name) ?? []).map(read).filter((time) => time !== undefined),
  );
  // If one attribute gives only the day and another the exact time, the exact time is used.
  const [exact] = times.toSorted((a, b) => a.within - b.within || b.from - a.from);
  return { kind: 'open', passwordSetAt: exact };
}

/**
 * Whether the password may have been set after a sign-in. Within the directory's resolution the answer is yes, except
 * for a resolution of a day. Otherwise a person who changes the password and signs in on the same day would be asked
 * again and again.
 */
export function wasSetAfter({ from, within }: PasswordSetAt, signIn: number): boolean {
  return within === DAY ? from > signIn : from + within > signIn;
}

function at(from: number, within: number): PasswordSetAt | undefined {
  return Number.isFinite(from) && from > 0 ? { from, within } : undefined;
}

const GENERALIZED_TIME =
  /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2})(\d{2})?)$/;

/** RFC 4517, section 3.3.13. */
function readGeneralizedTime(value: string): PasswordSetAt | undefined {
  const found = GENERALIZED_TIME.exec(value);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [, , , , , , , fraction = '', sign, hours = '0', minutes = '0'] = found;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * SECOND * (sign === '-' ? -1 : 1);
  const ms = Number(`0.${fraction || '0'}`) * SECOND;
  const from = Date.UTC(year, month - 1, day, hour, minute, second) + ms - offset;
  return at(from, fraction === '' ? SECOND : 1);
}

/** Units of 100 ns since 1601 ([MS-ADTS] 2.2.9). 0 means that it must be changed at the next login. */
function readFiletime(value: string): PasswordSetAt | undefined {
  if (!/^\d{1,19}$/.test(value) || value === '0') return undefined;
  return at(Number(BigInt(value) / 10_000n) - 11_644_473_600_000, 1);
}
