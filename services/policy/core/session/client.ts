import { domainOfAccount } from '../../../../libs/names/account.js';
import { type Address, compareAddresses } from '../../../../libs/names/address.js';
import type { Cidr } from '../../../../libs/names/cidr.js';
import type { Service } from '../../../../libs/names/services.js';

/** How a client signs people in. */
export type ClientKind =
  | {
      readonly kind: 'oidc';
      readonly redirectUris: readonly string[];
      readonly postLogoutRedirectUris: readonly string[];
      readonly backchannelLogoutUri: string;
      readonly isPublic: boolean;
      readonly withoutPkce: boolean;
    }
  | { readonly kind: 'host'; readonly origin: string };

/** A client of the sign-in page, as the operator registered it. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** Canonical domains; `*` means every domain. */
  readonly domains: ReadonlySet<string>;
  /** The networks from which it opens mail. */
  readonly networks: readonly Cidr[];
  readonly how: ClientKind;
  /** ms since the epoch */
  readonly createdAt: number;
}

/** A client with the hash that its secret is compared with. */
export interface Registration {
  readonly client: Client;
  /** SHA-256 of the secret. Undefined if it has none. */
  readonly secretHash: Buffer | undefined;
}

/** Looks up registered clients. */
export interface Clients {
  find(id: string): Client | undefined;
}

/** Whether a person of the domain may get a session for the client at the service. */
export function serves(client: Client, service: Service, domain: string): boolean {
  return client.service === service && (client.domains.has('*') || client.domains.has(domain));
}

/**
 * Whether the client of a session, as registered now, could still get that session. True for a session without a
 * client.
 */
export function couldHave(
  clients: Clients,
  { client: id, service, account }: { client: string; service: Service; account: string },
): boolean {
  const client = id === '' ? undefined : clients.find(id);
  const domain = domainOfAccount(account);
  return id === '' || (client !== undefined && serves(client, service, domain));
}

/** Whether a client opens mail from an address. */
export function opensFrom(client: Client, address: Address): boolean {
  return client.networks.some(
    ({ family, low, high }) =>
      family === address.family &&
      compareAddresses(low, address) <= 0 &&
      compareAddresses(address, high) <= 0,
  );
}
