import type { Service } from '../../../libs/names/services.js';

/** A client of the sign-in page, as the operator registered it with policy. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** Canonical, or `*`. */
  readonly domains: readonly string[];
  /** The origin of a protected host. */
  readonly origin?: string | undefined;
  readonly openid?: OpenidClient | undefined;
}

export interface OpenidClient {
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  /** The client keeps no secret. */
  readonly isPublic: boolean;
  readonly withoutPkce: boolean;
  /** SHA-256 of the secret. */
  readonly secretHash: Buffer;
}

export type Clients = (id: string) => Client | undefined;
