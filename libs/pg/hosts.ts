/**
 * The hosts of a database URL. One with several names a primary and its standbys, in any order, as libpq does
 * (https://www.postgresql.org/docs/current/libpq-connect.html, 34.1.1.3): `postgres://role@a:5432,b:5432/gatepost`.
 * Which of them is the primary may change at any time.
 */
export interface Hosts {
  /** One URL a host. */
  readonly urls: readonly string[];
  /** The URL of the host to connect to now. */
  current(): string;
  /** Every URL once, the current one first. */
  inTurn(): readonly string[];
  /** Says that a host could not be reached or takes no writes. The next one is then the current one. */
  failed(url: string): void;
}

const SEVERAL = /^(postgres(?:ql)?:\/\/[^@/?]*@)([^/?]*,[^/?]*)(\/.*)$/;
const ATTRIBUTES = /[?&]target_session_attrs=([^&]*)/;

/** @throws Error if the URL asks for another session than one that takes writes */
export function hostsOf(url: string): Hosts {
  const wanted = ATTRIBUTES.exec(url)?.[1] ?? 'read-write';
  if (wanted !== 'read-write' && wanted !== 'primary') {
    throw new Error(`target_session_attrs is ${wanted}; services write, so it must be read-write`);
  }
  const [, before = '', hosts = '', after = ''] = SEVERAL.exec(url) ?? [];
  const urls = hosts === '' ? [url] : hosts.split(',').map((host) => `${before}${host}${after}`);
  let at = 0;
  const current = () => urls[at] ?? url;
  return {
    urls,
    current,
    inTurn: () => [...urls.slice(at), ...urls.slice(0, at)],
    failed(tried) {
      if (tried === current()) at = (at + 1) % urls.length;
    },
  };
}
