/** What a directory says of an account. */
export type DirectoryEntry =
  | { readonly kind: 'none' }
  /** `by`: the attribute that says so. */
  | { readonly kind: 'locked'; readonly by: string }
  /** ms since the epoch, as exact as the directory has it; undefined: it does not say. */
  | { readonly kind: 'open'; readonly passwordSetAt: PasswordSetAt | undefined };

/** The password was set at some time in `[from, from + within)`, in ms. */
export interface PasswordSetAt {
  readonly from: number;
  readonly within: number;
}

const SECOND = 1_000;
const DAY = 86_400_000;

/**
 * Values that say that an administrator locked an entry. A lock that guesses set off passes by itself, and
 * a stranger can bring it about: it is none of these (`pwdAccountLockedTime` with a time).
 */
const LOCKS: Readonly<Record<string, (value: string) => boolean>> = {
  pwdaccountlockedtime: (value) => /^0{4}0101/.test(value),
  nsaccountlock: (value) => /^true$/i.test(value),
  // ACCOUNTDISABLE of Active Directory ([MS-ADTS] 2.2.16).
  useraccountcontrol: (value) => (Number(value) & 2) !== 0,
  zimbraaccountstatus: (value) => !/^active$/i.test(value),
  carbonioaccountstatus: (value) => !/^active$/i.test(value),
  accountstatus: (value) => /^(?:disabled|deleted|noaccess)$/i.test(value),
};

/** When the password was set last, as each kind of directory writes it. */
const TIMES: Readonly<Record<string, (value: string) => PasswordSetAt | undefined>> = {
  pwdchangedtime: readGeneralizedTime,
  krblastpwdchange: readGeneralizedTime,
  zimbrapasswordmodifiedtime: readGeneralizedTime,
  pwdlastset: readFiletime,
  sambapwdlastset: (value) => at(Number(value) * SECOND, SECOND),
  shadowlastchange: (value) => at(Number(value) * DAY, DAY),
};

/** What to ask an entry for: many are operational, and come only where they are named. */
export const ENTRY_ATTRIBUTES: readonly string[] = [...Object.keys(LOCKS), ...Object.keys(TIMES)];

/** @param attributes by their names in lower case */
export function readEntry(attributes: ReadonlyMap<string, readonly string[]>): DirectoryEntry {
  for (const [name, isLock] of Object.entries(LOCKS)) {
    if (attributes.get(name)?.some(isLock)) return { kind: 'locked', by: name };
  }
  const times = Object.entries(TIMES).flatMap(([name, read]) =>
    (attributes.get(name) ?? []).map(read).filter((time) => time !== undefined),
  );
  // A day names a change, too, that a time beside it names exactly.
  const [exact] = times.toSorted((a, b) => a.within - b.within || b.from - a.from);
  return { kind: 'open', passwordSetAt: exact };
}

/**
 * Whether the password may have been set after a sign-in. Within the last digit of the directory's time it may have
 * been, but for a day: who changes the password and signs in on that day would be asked for ever.
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

/** 100 ns since 1601 ([MS-ADTS] 2.2.9); 0: it must be changed at the next login. */
function readFiletime(value: string): PasswordSetAt | undefined {
  if (!/^\d{1,19}$/.test(value) || value === '0') return undefined;
  return at(Number(BigInt(value) / 10_000n) - 11_644_473_600_000, 1);
}
