import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unavailable } from '../../../../libs/errors/index.js';
import type { LdapSettings } from '../../core/backend.js';

/** What the operator allows directories to be. */
export interface LdapRules {
  /** `host:port`, lower case; no other is connected to. */
  readonly hosts: readonly string[];
  /** Certificates in PEM that servers are checked with; undefined: those of the system. */
  readonly ca: string | undefined;
  /** Where the secrets are that settings name; undefined: they may name none. */
  readonly secretsDirectory: string | undefined;
}

export interface LdapServer {
  /** As in the settings. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet; else StartTLS. */
  readonly implicitTls: boolean;
}

/** The server of `ldaps://host[:port]` or `ldap://host[:port]`. */
export function serverOf(url: string): LdapServer {
  const parsed = new URL(url);
  const implicitTls = parsed.protocol === 'ldaps:';
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const port = parsed.port === '' ? (implicitTls ? 636 : 389) : Number(parsed.port);
  return { url, host, port, implicitTls };
}

/** Whether the operator lets domains use this directory. */
export function isAllowed({ host, port }: LdapServer, { hosts }: LdapRules): boolean {
  const name = host.includes(':') ? `[${host}]` : host;
  return hosts.includes(`${name}:${port}`);
}

/** Not a path, and not a hidden file. */
const SECRET_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/;

/** Why settings are not allowed, by field of `LdapBackend`; empty: they are. */
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

/** Read each time: it may be changed while we run. @throws GatepostError UNAVAILABLE */
export function readSecret(name: string, rules: LdapRules): string {
  const secret = SECRET_NAME.test(name) ? tryRead(name, rules) : undefined;
  if (secret === undefined) throw unavailable("the directory's secret cannot be read");
  return secret;
}

/** Without the newline at its end; an empty one would bind as nobody. */
function tryRead(name: string, { secretsDirectory }: LdapRules): string | undefined {
  if (secretsDirectory === undefined) return undefined;
  try {
    const text = readFileSync(join(secretsDirectory, name), 'utf8').replace(/\r?\n$/, '');
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
