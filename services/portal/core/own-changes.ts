/** What may have happened to a person's account. Each names a message `changed-<word>`. */
export type ChangedWord = (typeof BY_EVENT)[keyof typeof BY_EVENT] | (typeof OF_NOTICES)[number];

/** One change of a person's own account, from the record. */
export interface OwnChange {
  /** The event's id. */
  readonly id: string;
  readonly at: number;
  readonly word: ChangedWord;
  /** The name that somebody gave to what changed; empty if it has none. */
  readonly label: string;
  /** The address that the change came from; empty if it is not known. */
  readonly address: string;
  readonly byAdministrator: boolean;
}

/** A notice that the person has not marked as seen. */
export interface UnseenNotice {
  /** The event's id. */
  readonly id: string;
  readonly at: number;
  readonly word: ChangedWord;
}

/** Notices that were not seen yet. */
export interface UnseenNotices {
  /** Newest first. */
  readonly notices: readonly UnseenNotice[];
  readonly total: number;
  /** Marking as seen covers notices up to this time, in ms since the epoch. Absent if there are none. */
  readonly seenUntil: number | undefined;
}

/** Events of the record that are shown to a person as a change. Sessions are listed as sign-ins instead. */
const BY_EVENT = {
  'gatepost.otp.authenticator-confirmed.v1': 'authenticator-added',
  'gatepost.otp.authenticator-imported.v1': 'authenticator-added',
  'gatepost.otp.authenticator-removed.v1': 'authenticator-removed',
  'gatepost.otp.authenticator-renamed.v1': 'authenticator-renamed',
  'gatepost.otp.authenticator-suspended.v1': 'authenticator-suspended',
  'gatepost.otp.authenticator-restored.v1': 'authenticator-restored',
  'gatepost.otp.authenticator-locked.v1': 'locked',
  'gatepost.otp.recovery-code-used.v1': 'recovery-code-used',
  'gatepost.otp.recovery-codes-issued.v1': 'recovery-codes-new',
  'gatepost.otp.reset.v1': 'factors-reset',
  'gatepost.passkey.registered.v1': 'passkey-added',
  'gatepost.passkey.removed.v1': 'passkey-removed',
  'gatepost.passkey.renamed.v1': 'passkey-renamed',
  'gatepost.passkey.suspended.v1': 'passkey-suspended',
  'gatepost.passkey.restored.v1': 'passkey-restored',
  'gatepost.passkey.counter-fell.v1': 'passkey-copied',
  'gatepost.passkey.host-moves.v1': 'passkey-host-moves',
  'gatepost.credential.app-password-created.v1': 'app-password-added',
  'gatepost.credential.app-password-revoked.v1': 'app-password-removed',
  'gatepost.credential.app-password-expired.v1': 'app-password-expired',
  'gatepost.credential.app-password-many-networks.v1': 'app-password-many-networks',
  'gatepost.credential.password-set.v1': 'password-changed',
  'gatepost.credential.password-imported.v1': 'password-changed',
  'gatepost.credential.disowned.v1': 'disowned',
  'gatepost.trust.granted.v1': 'trust-granted',
  'gatepost.trust.revoked.v1': 'trust-ended',
  'gatepost.trust.expired.v1': 'trust-expired',
  'gatepost.trust.stolen.v1': 'trust-stolen',
} as const;

/** Kinds of notices that are about something else than a change. */
const OF_NOTICES = [
  'sign-in',
  'sign-in-refused',
  'second-address-added',
  'second-address-removed',
  'enrolment-due',
] as const;

const WORDS: ReadonlySet<string> = new Set([...Object.values(BY_EVENT), ...OF_NOTICES]);

/** Undefined for an event that is not shown to the person. @param type of an event */
export function changedWord(type: string): ChangedWord | undefined {
  return (BY_EVENT as Readonly<Record<string, ChangedWord>>)[type];
}

/** Undefined for a kind of a later version. */
export function noticeWord(kind: string): ChangedWord | undefined {
  return WORDS.has(kind) ? (kind as ChangedWord) : undefined;
}
