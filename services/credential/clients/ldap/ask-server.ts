import type { LdapSettings } from '../../core/backend.js';
import { fillDn, fillFilter, type TemplateParts } from '../../core/ldap-template.js';
import { type LdapRules, type LdapServer, readSecret } from './allowed.js';
import { type LdapConnection, openConnection } from './connection.js';
import type { Pool } from './pool.js';
import type { BindResult } from './results.js';

/** One server, while it is asked for one login. */
export interface Asking {
  readonly server: LdapServer;
  readonly settings: LdapSettings;
  readonly rules: LdapRules;
  readonly pool: Pool;
  /** Aborted when this server was waited for long enough. */
  readonly signal: AbortSignal;
}

export type Found = { readonly dn: string } | { readonly dn: undefined; readonly why: string };

/**
 * Asks one server whether a password is right: binds with it, as the entry of the account.
 * @throws Error if it gives no answer to that
 */
export async function askServer(
  asking: Asking,
  login: { readonly parts: TemplateParts; readonly password: string },
): Promise<Exclude<BindResult, { kind: 'no-answer' }>> {
  const found = await findEntry(asking, login.parts);
  const { server, settings } = asking;
  return borrow(asking, {
    key: `bind ${server.url}`,
    prepare: async () => undefined,
    work: async (connection) => {
      // Where there is no entry, one that nobody has is asked for, so that the answer takes its time.
      const dn = found.dn ?? nobodyIn(settings);
      const bound = await connection.bind(dn, login.password);
      if (bound.kind === 'no-answer') throw new Error(bound.why);
      return found.dn === undefined ? { kind: 'refused', why: found.why } : bound;
    },
  });
}

/** The entry of an account. @throws Error if it cannot be looked for */
export async function findEntry(asking: Asking, parts: TemplateParts): Promise<Found> {
  const { server, settings, rules } = asking;
  const { bind } = settings;
  if (bind.by === 'template') return { dn: fillDn(bind.dnTemplate, parts) };
  const { base, filter, as } = bind;
  const entries = await borrow(asking, {
    key: `search ${server.url} ${as?.dn ?? ''} ${as?.secret ?? ''}`,
    prepare: async (connection) => {
      if (as === undefined) return;
      const bound = await connection.bind(as.dn, readSecret(as.secret, rules));
      if (bound.kind !== 'right') throw new Error(`cannot bind for the search: ${bound.why}`);
    },
    work: (connection) => connection.search(base, fillFilter(filter, parts)),
  });
  const [dn] = entries;
  if (entries.length === 1 && dn !== undefined && dn !== '') return { dn };
  return { dn: undefined, why: entries.length === 0 ? 'no entry' : 'more than one entry' };
}

/** Works on a connection, one that is kept or a new one, which is closed if that takes too long. */
export function borrow<T>(
  { server, rules, pool, signal }: Asking,
  how: {
    readonly key: string;
    /** What a new connection needs before the work. */
    readonly prepare: (connection: LdapConnection) => Promise<void>;
    readonly work: (connection: LdapConnection) => Promise<T>;
  },
): Promise<T> {
  const { key, prepare, work } = how;
  return pool.use(
    key,
    async () => {
      const connection = await openConnection(server, rules, signal);
      try {
        await inTime(connection, signal, prepare);
        return connection;
      } catch (error) {
        connection.close();
        throw error;
      }
    },
    (connection) => inTime(connection, signal, work),
  );
}

async function inTime<T>(
  connection: LdapConnection,
  signal: AbortSignal,
  work: (connection: LdapConnection) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const abort = () => connection.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work(connection);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function nobodyIn({ bind }: LdapSettings): string {
  return bind.by === 'search' ? `cn=nobody,${bind.base}` : 'cn=nobody';
}
