import { CONSOLE_CLIENT } from '../../../libs/names/console-client.js';
import type { Service } from '../../../libs/names/services.js';

/** A client of the sign-in page: a webmail by OpenID Connect, or a host behind forward authentication. */
export interface SignInClient {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** `*` means every domain. */
  readonly domains: readonly string[];
  /** CIDRs from which it opens mail. */
  readonly networks: readonly string[];
  readonly how: SignsInBy;
}

export type SignsInBy =
  | {
      readonly kind: 'oidc';
      readonly redirectUris: readonly string[];
      readonly postLogoutRedirectUris: readonly string[];
      readonly backchannelLogoutUri: string;
      readonly isPublic: boolean;
      readonly withoutPkce: boolean;
    }
  | { readonly kind: 'host'; readonly origin: string };

/** A client as the sign-in page knows it. */
export interface RegisteredClient extends SignInClient {
  /** ms since the epoch */
  readonly createdAt: number;
}

export const WAYS = ['oidc', 'oidc-without-pkce', 'public', 'host'] as const;
/** How a client signs people in, as one word. */
type Way = (typeof WAYS)[number];

/** How the client signs people in. */
export function wayOf({ how }: SignInClient): Way {
  if (how.kind === 'host') return 'host';
  if (how.isPublic) return 'public';
  return how.withoutPkce ? 'oidc-without-pkce' : 'oidc';
}

/** Where it is: its redirect URIs, or its host. */
export function addressesOf({ how }: SignInClient): readonly string[] {
  return how.kind === 'host' ? [how.origin] : how.redirectUris;
}

/** Whether it has a secret. */
export function hasSecret(client: SignInClient): boolean {
  return client.how.kind === 'oidc' && !client.how.isPublic;
}

/** The console's own registration, which no ticket changes. */
export function isConsole({ id }: Pick<SignInClient, 'id'>): boolean {
  return id === CONSOLE_CLIENT;
}

/** One page of the clients whose id or name contains a text, by id. `next` is the token of the next page. */
export function pageOfClients<Client extends SignInClient>(
  clients: readonly Client[],
  { find, after, size }: { readonly find: string; readonly after: string; readonly size: number },
): { readonly items: readonly Client[]; readonly next: string } {
  const wanted = find.toLowerCase();
  const rest = clients
    .filter(({ id, name }) => id.includes(wanted) || name.toLowerCase().includes(wanted))
    .filter(({ id }) => id > after)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const items = rest.slice(0, size);
  return { items, next: rest.length > size ? (items.at(-1)?.id ?? '') : '' };
}
