import type { LdapSettings } from '../../core/backend.js';
import {
  carriesAccount,
  fillDn,
  fillFilter,
  mayBeAsked,
  type TemplateParts,
  valuesInDn,
} from '../../core/ldap-template.js';
import { type LdapRules, type LdapServer, readSecret } from './allowed.js';
import { type LdapConnection, type LdapEntry, openConnection } from './connection.js';
import type { Pool } from './pool.js';
import type { BindResult } from './results.js';

/** One server, while it is asked about one login. */
export interface Asking {
  readonly server: LdapServer;
  readonly settings: LdapSettings;
  readonly rules: LdapRules;
  readonly pool: Pool;
  /** Aborted when the time for this server is up. */
  readonly signal: AbortSignal;
}

/**
 * The entry of an account. Without a search, only the entry itself can tell whose it is, after a bind as that entry.
 */
export type Found =
  | {
      readonly dn: string;
      readonly isSearched: boolean;
      readonly attributes: LdapEntry['attributes'];
    }
  | { readonly dn: undefined; readonly why: string };

/** The login in the form a directory is asked about it. */
export interface Sought {
  readonly parts: TemplateParts;
  /** Whether the back end is the one for every domain, not only for the account's own. */
  readonly everyDomain: boolean;
}

/**
 * Asks one server whether a password is right by binding with it as the account's entry.
 * @throws Error if the server does not answer that
 */
export async function askServer(
  asking: Asking,
  login: Sought & { readonly password: string },
): Promise<Exclude<BindResult, { kind: 'no-answer' }>> {
  const { server, settings } = asking;
  const found = await findEntry(asking, login);
  return borrow(asking, {
    key: `bind ${server.url}`,
    prepare: async () => undefined,
    work: async (connection) => {
      // If there is no entry, a bind as an entry that nobody has makes the answer take the same time.
      const dn = found.dn ?? nobodyIn(settings);
      const bound = await connection.bind(dn, login.password);
      if (bound.kind === 'no-answer') throw new Error(bound.why);
      if (found.dn === undefined) return { kind: 'refused', why: found.why };
      if (bound.kind === 'refused' || found.isSearched) return bound;
      const why = await notTheAccount(connection, { settings, dn: found.dn, sought: login });
      return why === undefined ? bound : { kind: 'refused', why };
    },
  });
}

/**
 * Why the entry that the connection is bound as is not the account's. Undefined if it is. A directory compares names
 * with its own case folding, so only the entry's own values say whose it is.
 */
async function notTheAccount(
  connection: LdapConnection,
  entry: { readonly settings: LdapSettings; readonly dn: string; readonly sought: Sought },
): Promise<string | undefined> {
  const { settings, dn, sought } = entry;
  const attribute = settings.accountAttribute;
  const query = { entry: true, filter: '(objectClass=*)', attributes: [attribute] };
  const [own] = await connection.search(dn, query);
  // If the entry may not be read, its DN as the server writes it gives the values of its first attributes.
  const values = own
    ? valuesOf(own, attribute)
    : valuesInDn((await connection.whoAmI()) ?? '', attribute);
  const carries = carriesAccount(values, sought.parts, !sought.everyDomain);
  if (carries) return undefined;
  return own === undefined
    ? `it may not be read, and its name has no ${attribute} that is the account`
    : `its ${attribute} is not the account`;
}

/**
 * Finds the entry of an account. A search result must carry the account.
 * @param more further attributes to read
 * @throws Error if the search fails
 */
export async function findEntry(
  asking: Asking,
  { parts, everyDomain }: Sought,
  more: readonly string[] = [],
): Promise<Found> {
  const { server, settings, rules } = asking;
  const { bind } = settings;
  if (!mayBeAsked(parts)) return { dn: undefined, why: 'a directory may take it for another' };
  if (bind.by === 'template') {
    return { dn: fillDn(bind.dnTemplate, parts), isSearched: false, attributes: new Map() };
  }
  const { base, filter, as } = bind;
  const entries = await borrow(asking, {
    key: `search ${server.url} ${as?.dn ?? ''} ${as?.secret ?? ''}`,
    prepare: async (connection) => {
      if (as === undefined) return;
      const bound = await connection.bind(as.dn, readSecret(as.secret, rules));
      if (bound.kind !== 'right') throw new Error(`cannot bind for the search: ${bound.why}`);
    },
    work: (connection) =>
      connection.search(base, {
        entry: false,
        filter: fillFilter(filter, parts),
        attributes: [settings.accountAttribute, ...more],
      }),
  });
  const [found] = entries;
  if (found === undefined || found.dn === '') return { dn: undefined, why: 'no entry' };
  if (entries.length > 1) return { dn: undefined, why: 'more than one entry' };
  const values = valuesOf(found, settings.accountAttribute);
  if (carriesAccount(values, parts, !everyDomain)) return { ...found, isSearched: true };
  return { dn: undefined, why: `its ${settings.accountAttribute} is not the account` };
}

function valuesOf({ attributes }: LdapEntry, attribute: string): readonly string[] {
  return attributes.get(attribute.toLowerCase()) ?? [];
}

/** Runs work on a pooled or new connection. The connection is closed if the work takes too long. */
export function borrow<T>(
  { server, rules, pool, signal }: Asking,
  how: {
    readonly key: string;
    /** Prepares a new connection before the work. */
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
