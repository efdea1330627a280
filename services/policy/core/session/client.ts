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
  /** Canonical; `*`: every domain. */
  readonly domains: ReadonlySet<string>;
  /** The networks it opens mail from. */
  readonly networks: readonly Cidr[];
  readonly how: ClientKind;
  /** ms since the epoch */
  readonly createdAt: number;
}

/** A client with what its secret is compared with. */
export interface Registration {
  readonly client: Client;
  /** SHA-256 of the secret; undefined: it has none. */
  readonly secretHash: Buffer | undefined;
}

/** What is registered, as decisions look it up. */
export interface Clients {
  find(id: string): Client | undefined;
}

/** Whether a person of this domain may get a session for the client, at this service. */
export function serves(client: Client, service: Service, domain: string): boolean {
  return client.service === service && (client.domains.has('*') || client.domains.has(domain));
}

/** Whether a session is one that its client, as it is registered now, could get; one of no client always is. */
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
