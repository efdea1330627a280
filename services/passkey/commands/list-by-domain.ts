import type { Hosts } from '../core/hosts.js';
import type { PasskeySettings } from '../core/settings.js';
import type { Clock, CountedHost, PasskeyCounts } from '../ports.js';

export interface ListHostsParts extends Pick<PasskeySettings, 'models'> {
  readonly counts: PasskeyCounts;
  readonly hosts: Hosts;
  readonly clock: Clock;
}

export interface ListedHost extends CountedHost {
  /** Whether the domain's people sign in there now. */
  readonly isHome: boolean;
  /** ms since the epoch. Undefined if the host is not being given up. */
  readonly usableUntil: number | undefined;
  /** ms since the epoch */
  readonly now: number;
}

/** The most accounts listed for each host. */
const MOST_ACCOUNTS = 10_000;

/**
 * Counts the passkeys of a domain's people by the sign-in host they are bound to.
 * @param asked.domain `*` for every domain
 */
export async function listHosts(
  { counts, hosts, clock }: ListHostsParts,
  asked: { readonly domain: string; readonly withAccounts: boolean },
): Promise<ListedHost[]> {
  const now = clock.now();
  const most = asked.withAccounts ? MOST_ACCOUNTS : 0;
  const counted = await counts.byHost({ domain: asked.domain, most });
  return counted
    .map((one) => {
      const until = hosts.usableUntil(one.domain, one.rpId);
      const isHome = hosts.homeOf(one.domain)?.rpId === one.rpId;
      const usableUntil = until === Number.POSITIVE_INFINITY ? undefined : until;
      return { ...one, isHome, usableUntil, now };
    })
    .sort((x, y) => compare(x.domain, y.domain) || Number(y.isHome) - Number(x.isHome));
}

const compare = (x: string, y: string) => (x < y ? -1 : Number(x > y));

/**
 * The models that a domain's people may register and other models of their passkeys, each with the number of passkeys.
 */
export async function listModels(
  { counts, models }: Pick<ListHostsParts, 'counts' | 'models'>,
  domain: string,
): Promise<{ any: boolean; models: { aaguid: string; name: string; passkeys: number }[] }> {
  const listed = models.of(domain);
  const counted = new Map(
    (await counts.byModel(domain)).map(({ aaguid, passkeys }) => [aaguid, passkeys]),
  );
  const known = (listed ?? []).map(({ aaguid, name }) => {
    return { aaguid, name, passkeys: counted.get(aaguid) ?? 0 };
  });
  const others = [...counted]
    .filter(([aaguid]) => !known.some((model) => model.aaguid === aaguid))
    .map(([aaguid, passkeys]) => ({ aaguid, name: '', passkeys }));
  return { any: listed === undefined, models: [...known, ...others] };
}
