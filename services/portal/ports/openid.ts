import type { ClientLogin } from './client-logouts.js';

/** A record of OpenID Connect. */
export interface OpenidRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isConsumed: boolean;
  /** The session's secret, if one was stored with the record. */
  readonly sessionSecret: string | undefined;
}

/**
 * Stores the records of OpenID Connect by kind: `AuthorizationCode`, `RefreshToken` and so on. A record is found by the
 * value that is presented, at the host that issued it. Only a hash of that value is stored.
 */
export interface OpenidStore {
  put(
    kind: string,
    id: string,
    record: {
      readonly payload: Readonly<Record<string, unknown>>;
      readonly seconds: number;
      readonly sessionSecret: string | undefined;
      /** For a refresh token: the one that it replaces. */
      readonly predecessor: string | undefined;
      /** For a code of a client that takes logout tokens. */
      readonly login: ClientLogin | undefined;
      /** For a record that anybody can begin: the network that it was begun from. */
      readonly begunBy: string | undefined;
    },
  ): Promise<void>;
  find(kind: string, id: string): Promise<OpenidRecord | undefined>;
  findByUid(kind: string, uid: string): Promise<OpenidRecord | undefined>;
  /** Marks the record as used. @returns false if it was used before */
  consume(kind: string, id: string): Promise<boolean>;
  remove(kind: string, id: string): Promise<void>;
  removeGrant(grantId: string): Promise<void>;
}

/**
 * The ids by which clients know accounts. They are random, and are never given to another account, nor to a new one of
 * the same name.
 */
export interface Subjects {
  of(account: string): Promise<string>;
  /** Undefined if the subject is unknown, or its account was removed. */
  accountOf(subject: string): Promise<string | undefined>;
}

/** A key that signs id tokens, as a private JWK. */
export interface SigningKey {
  readonly kid: string;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export interface SigningKeys {
  /** The keys to publish, the current signing key first. Makes the next key in time. */
  current(): Promise<readonly SigningKey[]>;
}
