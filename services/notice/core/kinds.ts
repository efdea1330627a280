/**
 * How many notices of a kind a person gets.
 *
 * - `every`: each one, at once. A change of how an account is opened is never held back.
 * - `daily`: as many in 24 hours as the installation allows. Further ones go into one digest.
 * - `once`: one in 24 hours. Others are dropped, so that strangers cannot fill a mailbox.
 */
export type Allowance = 'every' | 'daily' | 'once';

/** What a person is notified of. */
export const KINDS = {
  'sign-in': 'daily',
  /** The password was right, and the sign-in was refused. */
  'sign-in-refused': 'daily',
  'trust-granted': 'daily',
  'trust-stolen': 'every',
  'authenticator-added': 'every',
  'authenticator-removed': 'every',
  'authenticator-suspended': 'every',
  'authenticator-restored': 'every',
  'passkey-added': 'every',
  'passkey-removed': 'every',
  'passkey-suspended': 'every',
  'passkey-restored': 'every',
  /** The passkey's counter fell, so two parties may have it. */
  'passkey-copied': 'every',
  /** Passkeys work only until a date, because the domain signs in at another host. */
  'passkey-host-moves': 'daily',
  'app-password-added': 'every',
  'app-password-removed': 'every',
  'app-password-expired': 'daily',
  'factors-reset': 'every',
  'recovery-code-used': 'every',
  'recovery-codes-new': 'every',
  'password-changed': 'every',
  locked: 'once',
  'second-address-added': 'every',
  'second-address-removed': 'every',
  /** A reminder, which an administrator asked for, to set up a second factor in time. */
  'enrolment-due': 'once',
  /** Sent to the domain's administrators, not to the person. */
  disowned: 'every',
} as const satisfies Readonly<Record<string, Allowance>>;

export type Kind = keyof typeof KINDS;

/** Whether the word names a kind of notice. */
export function isNotice(kind: string): kind is Kind {
  return Object.hasOwn(KINDS, kind);
}

/** Kinds that a domain or a person may switch off. The others are how an owner learns of a thief. */
export const OPTIONAL_KINDS = ['trust-granted', 'app-password-expired', 'locked'] as const;
export type OptionalKind = (typeof OPTIONAL_KINDS)[number];

/** Whether the word names a kind of notice that people can switch off. */
export function isOptional(kind: string): kind is OptionalKind {
  return (OPTIONAL_KINDS as readonly string[]).includes(kind);
}

/** Kinds that are also sent to a second address: what an owner who has lost the mailbox must learn. */
export const COPIED_KINDS = (Object.keys(KINDS) as Kind[]).filter(
  (kind) => !isOptional(kind) && kind !== 'disowned',
);

/** Kinds whose mail has no "this was not me", because nothing was gained by the event. */
const WITHOUT_DISOWNING: readonly Kind[] = [
  'trust-stolen',
  'app-password-expired',
  'app-password-removed',
  'authenticator-removed',
  'authenticator-suspended',
  'passkey-removed',
  'passkey-suspended',
  'passkey-copied',
  'passkey-host-moves',
  'enrolment-due',
  'second-address-removed',
  'locked',
  'disowned',
];

/** Kinds about the future, whose mails name no time at which something happened. */
export const PLANS: readonly Kind[] = ['passkey-host-moves', 'enrolment-due'];

/** Whether it helps to take away what was gained since. */
export function canBeDisowned(kind: Kind): boolean {
  return !WITHOUT_DISOWNING.includes(kind);
}
