import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unavailable } from '../../../../libs/errors/index.js';
import type { LdapSettings } from '../../core/backend.js';

/** The operator's rules for directories. */
export interface LdapRules {
  /** `host:port` in lower case. No other server is connected to. */
  readonly hosts: readonly string[];
  /** PEM certificates against which servers are checked. Undefined: those of the system. */
  readonly ca: string | undefined;
  /** The directory with the secrets that settings name. Undefined: settings may not name any. */
  readonly secretsDirectory: string | undefined;
}

export interface LdapServer {
  /** As written in the settings. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet; otherwise StartTLS. */
  readonly implicitTls: boolean;
}

/** Parses `ldaps://host[:port]` or `ldap://host[:port]`. */
export function serverOf(url: string): LdapServer {
  const parsed = new URL(url);
  const implicitTls = parsed.protocol === 'ldaps:';
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const port = parsed.port === '' ? (implicitTls ? 636 : 389) : Number(parsed.port);
  return { url, host, port, implicitTls };
}

/** Whether the operator lets domains use this server. */
export function isAllowed({ host, port }: LdapServer, { hosts }: LdapRules): boolean {
  const name = host.includes(':') ? `[${host}]` : host;
  return hosts.includes(`${name}:${port}`);
}

/** Not a path, and not a hidden file. */
const SECRET_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/;

/** Why the settings are not allowed, by field of `LdapBackend`; empty if they are. */
export function checkSettings(
  { urls, bind }: LdapSettings,
  rules: LdapRules,
): { field: string; description: string }[] {
  const faults = urls.flatMap((url, i) =>
    isAllowed(serverOf(url), rules)
      ? []
      : [{ field: `urls[${i}]`, description: "is not among the operator's hosts" }],
  );
  if (bind.by === 'search' && bind.as !== undefined) {
    const { secret } = bind.as;
    const readable = SECRET_NAME.test(secret) && tryRead(secret, rules) !== undefined;
    if (!readable) {
      faults.push({ field: 'search_bind_secret', description: 'names no secret of the operator' });
    }
  }
  return faults;
}

/**
 * Read each time, because it may change while we run.
 * @throws GatepostError UNAVAILABLE
 */
export function readSecret(name: string, rules: LdapRules): string {
  const secret = SECRET_NAME.test(name) ? tryRead(name, rules) : undefined;
  if (secret === undefined) throw unavailable("the directory's secret cannot be read");
  return secret;
}

/**
 * Reads the secret without its final newline. An empty secret counts as unreadable, because it would bind anonymously.
 */
function tryRead(name: string, { secretsDirectory }: LdapRules): string | undefined {
  if (secretsDirectory === undefined) return undefined;
  try {
    const text = readFileSync(join(secretsDirectory, name), 'utf8').replace(/\r?\n$/, '');
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
