/** A host where people sign in, as browsers see it. */
export interface Site {
  /** `https://login.example` */
  readonly origin: string;
  /** `login.example:8443`, as browsers send it in `Host`. */
  readonly host: string;
  /** Whether cookies can be Secure. They cannot over plain HTTP, which only local development uses. */
  readonly isSecure: boolean;
  /** Canonical, or `*`. */
  readonly domains: readonly string[];
}

/** A host as it is configured. */
export interface ConfiguredHost {
  readonly url: string;
  readonly domains: readonly string[];
  readonly 'moved-from'?: { readonly url: string; readonly until: string } | undefined;
}

/** The site of a configured URL. @throws TypeError if `url` is no URL */
export function siteOf({ url, domains }: Pick<ConfiguredHost, 'url' | 'domains'>): Site {
  const { origin, host, protocol } = new URL(url);
  return { origin, host, isSecure: protocol === 'https:', domains };
}

/**
 * The sites of all hosts. A host that is given up is a site as long as it is configured. @throws TypeError if a URL is
 * malformed
 */
export function sitesOf(hosts: readonly ConfiguredHost[]): Site[] {
  const sites = hosts.map(siteOf);
  const left = hosts.flatMap(({ domains, 'moved-from': before }) =>
    before === undefined ? [] : [siteOf({ url: before.url, domains })],
  );
  const fresh = left.filter(({ host }) => !sites.some((site) => site.host === host));
  const names = [...new Set(fresh.map(({ host }) => host))];
  const given = names.map((name) => {
    const same = fresh.filter(({ host }) => host === name);
    return { ...(same[0] as Site), domains: same.flatMap(({ domains }) => domains) };
  });
  return [...sites, ...given];
}

/** The new sign-in host of a domain. */
export interface Move {
  /** `https://login.a.tld` */
  readonly origin: string;
  /** Until when passkeys made at the old host work, in ms since the epoch. */
  readonly until: number;
}

/**
 * Where people of a domain sign in now, if they did at this host before and passkeys made here are about to stop
 * working.
 */
export function movesFrom(
  hosts: readonly ConfiguredHost[],
): (signInHost: string, domain: string) => Move | undefined {
  return (signInHost, domain) => {
    const of = (name: string) => hosts.find(({ domains }) => domains.includes(name));
    const home = of(domain) ?? of('*');
    const before = home?.['moved-from'];
    if (home === undefined || before === undefined) return undefined;
    if (new URL(before.url).hostname !== signInHost) return undefined;
    return { origin: home.url, until: Date.parse(`${before.until}T00:00:00Z`) };
  };
}

/** The host name that passkeys made here are bound to. Empty for an IP address, as passkeys are bound to names. */
export function signInHostOf({ origin }: Pick<Site, 'origin'>): string {
  const { hostname } = new URL(origin);
  return /[a-z]/.test(hostname.split('.').at(-1) ?? '') && !hostname.startsWith('[')
    ? hostname
    : '';
}

/** The site that a request is for, by its whole `Host` header. Undefined if it is none of ours. */
export function findSite(sites: readonly Site[], host: string | undefined): Site | undefined {
  return sites.find((site) => site.host === host?.toLowerCase());
}

/** Whether people of a domain sign in here. */
export function serves({ domains }: Pick<Site, 'domains'>, domain: string): boolean {
  return domains.includes('*') || domains.includes(domain);
}

/** Completes what a person typed: if the host has only one domain, it is added to a bare name. */
export function completeAccount({ domains }: Site, typed: string): string {
  const text = typed.trim();
  const [only, ...others] = domains;
  const adds = !text.includes('@') && text !== '' && others.length === 0 && only !== '*';
  return adds ? `${text}@${only}` : text;
}
