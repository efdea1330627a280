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

/** The site of a configured URL. @throws TypeError if `url` is no URL */
export function siteOf({ url, domains }: { url: string; domains: readonly string[] }): Site {
  const { origin, host, protocol } = new URL(url);
  return { origin, host, isSecure: protocol === 'https:', domains };
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
