/** A host at which people sign in. Its full name is the RP ID of the passkeys made there. */
export interface SignInHost {
  /** `login.example`: no port. */
  readonly rpId: string;
  /** What browsers and apps there say they are: `https://login.example`, `android:apk-key-hash:…`. */
  readonly origins: readonly string[];
}

/** Where the people of some domains sign in. */
export interface HostEntry extends SignInHost {
  /** Canonical, or `*`: every domain that no other entry names. */
  readonly domains: readonly string[];
  /** Where they signed in before: passkeys made there are good there until then, ms since the epoch. */
  readonly movedFrom: (SignInHost & { readonly until: number }) | undefined;
}

export interface Hosts {
  /** Undefined: nobody signs in at a host of that name. */
  find(rpId: string): SignInHost | undefined;
  /** Where passkeys of a domain's people are made. Undefined: nowhere. */
  homeOf(domain: string): SignInHost | undefined;
  /**
   * Until when a domain's people use passkeys of a host, in ms since the epoch; Infinity: it is their host now; 0: they do not.
   */
  usableUntil(domain: string, rpId: string): number;
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
  };
}

/**
 * What is wrong with a list of hosts; undefined: nothing. An RP ID is one entry's alone, a domain is in one entry.
 */
export function faultIn(entries: readonly HostEntry[]): string | undefined {
  const hosts = entries.map(({ rpId }) => rpId);
  const domains = entries.flatMap((entry) => entry.domains);
  const twice = (names: readonly string[]) =>
    names.find((name, index) => names.indexOf(name) !== index);
  const host = twice(hosts);
  if (host !== undefined) return `the host ${host} stands twice`;
  const domain = twice(domains);
  if (domain !== undefined) return `the domain ${domain} stands twice`;
  // The people of a domain that moved away from the provider's host share that one with those who stayed.
  const given = entries.find(({ movedFrom }) =>
    entries.some(({ rpId, domains: own }) => rpId === movedFrom?.rpId && !own.includes('*')),
  );
  return given === undefined
    ? undefined
    : `the host ${given.movedFrom?.rpId} was of ${given.domains.join(', ')} and is never given to another domain`;
}
