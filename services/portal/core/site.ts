/** A host at which people sign in, as browsers know it. */
export interface Site {
  /** `https://login.example` */
  readonly origin: string;
  /** `login.example:8443`: what a browser says in `Host`. */
  readonly host: string;
  /** Cookies may be Secure: not on plain HTTP, which only this machine has. */
  readonly isSecure: boolean;
  /** Canonical, or `*`. */
  readonly domains: readonly string[];
}

/** As it is configured. */
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

/** All sites; one that is given up is a site as long as it is configured. @throws TypeError if a URL is none */
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

/** A domain signs in elsewhere now. */
export interface Move {
  /** `https://login.a.tld` */
  readonly origin: string;
  /** Passkeys made at the old host work until then, ms since the epoch. */
  readonly until: number;
}

/** Where people of a domain sign in now, if they did at this host before, and what they made there works no more soon. */
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

/** What passkeys made here are bound to; empty: they are bound to names, and this is an address. */
export function signInHostOf({ origin }: Pick<Site, 'origin'>): string {
  const { hostname } = new URL(origin);
  return /[a-z]/.test(hostname.split('.').at(-1) ?? '') && !hostname.startsWith('[')
    ? hostname
    : '';
}

/** The site that a request is for: by its `Host`, compared as a whole. Undefined: none of ours. */
export function findSite(sites: readonly Site[], host: string | undefined): Site | undefined {
  return sites.find((site) => site.host === host?.toLowerCase());
}

/** Whether people of a domain sign in here. */
export function serves({ domains }: Pick<Site, 'domains'>, domain: string): boolean {
  return domains.includes('*') || domains.includes(domain);
}

/** What a person typed, with the domain added where the host has only one. */
export function completeAccount({ domains }: Site, typed: string): string {
  const text = typed.trim();
  const [only, ...others] = domains;
  const adds = !text.includes('@') && text !== '' && others.length === 0 && only !== '*';
  return adds ? `${text}@${only}` : text;
}
