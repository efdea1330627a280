/** A host at which people sign in. Its full name is the RP ID of the passkeys made there. */
export interface SignInHost {
  /** Such as `login.example`, without a port. */
  readonly rpId: string;
  /** The origins of browsers and apps at the host: `https://login.example`, `android:apk-key-hash:…`. */
  readonly origins: readonly string[];
}

/** The host at which the people of some domains sign in. */
export interface HostEntry extends SignInHost {
  /** Canonical domains, or `*` for every domain that no other entry names. */
  readonly domains: readonly string[];
  /** The previous host. Passkeys made there can be used there until `until`, in ms since the epoch. */
  readonly movedFrom: (SignInHost & { readonly until: number }) | undefined;
}

/** Some domains give up a host. */
export interface Move {
  /** The RP ID of the old host. */
  readonly from: string;
  /** The origin of the new host. */
  readonly to: string;
  /** Passkeys of the old host can be used until then, in ms since the epoch. */
  readonly until: number;
  /** The domains that move. */
  readonly domains: {
    readonly which: 'only' | 'every-but';
    readonly names: readonly string[];
  };
}

export interface Hosts {
  /** Undefined if there is no sign-in host of that name. */
  find(rpId: string): SignInHost | undefined;
  /** The host at which passkeys of a domain's people are made. Undefined if there is none. */
  homeOf(domain: string): SignInHost | undefined;
  /**
   * Until when a domain's people may use passkeys of a host, in ms since the epoch. Infinity if it is their current
   * host; 0 if they may not.
   */
  usableUntil(domain: string, rpId: string): number;
  /** The moves whose old host can still be used at `now`. */
  movesAt(now: number): readonly Move[];
}

/** Looks hosts up by name and by domain. */
export function hostsOf(entries: readonly HostEntry[]): Hosts {
  const all = entries.flatMap((entry) => [entry, ...(entry.movedFrom ? [entry.movedFrom] : [])]);
  const byName = new Map(all.map((host) => [host.rpId, host]));
  const byDomain = new Map(
    entries.flatMap((entry) => entry.domains.map((domain) => [domain, entry])),
  );
  const entryOf = (domain: string) => byDomain.get(domain) ?? byDomain.get('*');
  return {
    find: (rpId) => byName.get(rpId),
    homeOf: entryOf,
    usableUntil(domain, rpId) {
      const entry = entryOf(domain);
      if (entry?.rpId === rpId) return Number.POSITIVE_INFINITY;
      return entry?.movedFrom?.rpId === rpId ? entry.movedFrom.until : 0;
    },
    movesAt: (now) =>
      entries.flatMap((entry) => {
        const { movedFrom, origins } = entry;
        if (movedFrom === undefined || movedFrom.until <= now) return [];
        const { rpId: from, until } = movedFrom;
        return [{ from, to: origins[0] ?? '', until, domains: movingDomains(entry, entries) }];
      }),
  };
}

function movingDomains(entry: HostEntry, entries: readonly HostEntry[]): Move['domains'] {
  if (!entry.domains.includes('*')) return { which: 'only', names: entry.domains };
  const others = entries.filter((other) => other !== entry);
  return { which: 'every-but', names: others.flatMap(({ domains }) => domains) };
}

/**
 * What is wrong with a list of hosts. Undefined if nothing is. Each RP ID and each domain may occur in only one entry.
 */
export function faultIn(entries: readonly HostEntry[]): string | undefined {
  const hosts = entries.map(({ rpId }) => rpId);
  const domains = entries.flatMap((entry) => entry.domains);
  const twice = (names: readonly string[]) =>
    names.find((name, index) => names.indexOf(name) !== index);
  const host = twice(hosts);
  if (host !== undefined) return `the host ${host} occurs twice`;
  const domain = twice(domains);
  if (domain !== undefined) return `the domain ${domain} occurs twice`;
  // If a domain moved away from the provider's host, its people share that old host with those who stayed.
  const given = entries.find(({ movedFrom }) =>
    entries.some(({ rpId, domains: own }) => rpId === movedFrom?.rpId && !own.includes('*')),
  );
  return given === undefined
    ? undefined
    : `the host ${given.movedFrom?.rpId} was of ${given.domains.join(', ')} and is never given to another domain`;
}
