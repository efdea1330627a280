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

/** One server, while it is asked for one login. */
export interface Asking {
  readonly server: LdapServer;
  readonly settings: LdapSettings;
  readonly rules: LdapRules;
  readonly pool: Pool;
  /** Aborted when this server was waited for long enough. */
  readonly signal: AbortSignal;
}

/** Without a search only the entry itself can tell whose it is, once it is bound as. */
export type Found =
  | {
      readonly dn: string;
      readonly isSearched: boolean;
      readonly attributes: LdapEntry['attributes'];
    }
  | { readonly dn: undefined; readonly why: string };

/** A login as a directory is asked for it. */
export interface Sought {
  readonly parts: TemplateParts;
  /** The back end is that of every domain, not of the account's alone. */
  readonly everyDomain: boolean;
}

/**
 * Asks one server whether a password is right: binds with it, as the entry of the account.
 * @throws Error if it gives no answer to that
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
      // Where there is no entry, one that nobody has is asked for, so that the answer takes its time.
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
 * Why the entry that a connection is bound as is not the account's; undefined: it is. A directory compares
 * names by foldings of its own: only what the entry carries says whose it is.
 */
async function notTheAccount(
  connection: LdapConnection,
  entry: { readonly settings: LdapSettings; readonly dn: string; readonly sought: Sought },
): Promise<string | undefined> {
  const { settings, dn, sought } = entry;
  const attribute = settings.accountAttribute;
  const query = { entry: true, filter: '(objectClass=*)', attributes: [attribute] };
  const [own] = await connection.search(dn, query);
  // Where it may not be read, its name as the server has it says as much of its first attributes.
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
 * The entry of an account; of a search, one that carries the account.
 * @param more attributes to ask it for, besides the account's
 * @throws Error if it cannot be looked for
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
