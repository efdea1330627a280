import type { Service } from '../../../libs/names/services.js';
import type { OwnAppPassword, OwnPasswordRules, OwnTrust, OwnWays } from '../core/own.js';
import type { OwnChange, UnseenNotices } from '../core/own-changes.js';
import type { NoticeWishes } from '../core/own-notices.js';
import type { OwnSignIn, WaysIn } from '../core/own-sign-in.js';

/** A person's trust, with a ticket. @throws GatepostError PERMISSION_DENIED if the ticket is no longer valid */
export interface OwnTrusts {
  list(ticket: string): Promise<readonly OwnTrust[]>;
  /** @param ids absent means all @returns how many ended */
  end(ticket: string, ids?: readonly string[]): Promise<number>;
}

/** A person's sign-ins, with a `view` ticket. @throws GatepostError */
export interface OwnSignIns {
  /** Newest first. @param after `next` of the page before; empty for the first page */
  list(
    ticket: string,
    after: string,
  ): Promise<{ readonly signIns: readonly OwnSignIn[]; readonly next: string }>;
  /** What changed about the account, newest first. @param after as for `list` */
  changes(
    ticket: string,
    after: string,
  ): Promise<{ readonly changes: readonly OwnChange[]; readonly next: string }>;
  /** What would help today with a sign-in that was refused. */
  waysIn(ticket: string, decisionId: string): Promise<WaysIn>;
  /** Names of networks, by address. @param addresses at most 100 */
  nameNetworks(
    ticket: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The factors that some rule takes from the person, each with the services where it does. */
  takenFactors(ticket: string): Promise<ReadonlyMap<string, readonly Service[]>>;
}

/** Authenticators, recovery codes and passkeys of a person, with a `manage` ticket. @throws GatepostError */
export interface OwnFactors {
  list(ticket: string): Promise<OwnWays>;
  removeAuthenticator(ticket: string, id: string): Promise<void>;
  restoreAuthenticator(ticket: string, id: string): Promise<void>;
  renameAuthenticator(ticket: string, id: string, label: string): Promise<void>;
  replaceRecoveryCodes(ticket: string): Promise<readonly string[]>;
  restorePasskey(ticket: string, id: string): Promise<void>;
  renamePasskey(ticket: string, id: string, label: string): Promise<void>;
  removePasskey(ticket: string, id: string): Promise<void>;
}

/** App passwords of a person, with a `manage` ticket. @throws GatepostError */
export interface OwnAppPasswords {
  list(ticket: string): Promise<readonly OwnAppPassword[]>;
  /** @returns the secret, which is shown only this once */
  make(
    ticket: string,
    wish: {
      readonly label: string;
      readonly services: readonly Service[];
      /** ms since the epoch; absent if it does not expire. */
      readonly expiresAt: number | undefined;
    },
  ): Promise<string>;
  /** Ends all of them, or none. @param ids at least one */
  end(ticket: string, ids: readonly string[]): Promise<void>;
}

/** The result of changing a main password: `changed`, or why not. Each names a message. */
export type PasswordOutcome =
  | 'changed'
  | 'current-wrong'
  | 'rate-limited'
  | 'new-short'
  | 'new-long'
  | 'new-weak'
  | 'new-breached'
  | 'new-same';

/** The main password of a person, with a `manage` ticket. Only a change uses it up. @throws GatepostError */
export interface OwnPassword {
  read(ticket: string): Promise<OwnPasswordRules>;
  /** @returns for a weak password also the reason, a key of zxcvbn, which may be empty */
  change(
    ticket: string,
    wish: { readonly current: Uint8Array; readonly next: Uint8Array; readonly address: string },
  ): Promise<{ readonly outcome: PasswordOutcome; readonly warning: string }>;
}

/** The result of asking for a second address: the link was sent, or why not. Each names a message. */
export type SecondAddressOutcome = 'asked' | 'address-own' | 'links-used-up';

/** Which notices a person gets, and where. @throws GatepostError */
export interface OwnNotices {
  /** Takes a ticket `view` or `manage`, and does not use it up. */
  read(ticket: string): Promise<NoticeWishes>;
  /** Takes the same tickets. @throws GatepostError INVALID_ARGUMENT for a kind that may not be switched off */
  switchKind(ticket: string, kind: string, off: boolean): Promise<void>;
  /** Takes a ticket `view` or `manage`, and does not use it up. */
  unseen(ticket: string): Promise<UnseenNotices>;
  /** Takes the same tickets. @param until as `unseen` returned it, in ms since the epoch */
  markSeen(ticket: string, until: number): Promise<void>;
  /** Takes a ticket `manage`. A refusal does not use it up. @param address in its canonical form */
  askSecondAddress(ticket: string, address: string): Promise<SecondAddressOutcome>;
  /** Takes a ticket `manage`. */
  removeSecondAddress(ticket: string): Promise<void>;
}
