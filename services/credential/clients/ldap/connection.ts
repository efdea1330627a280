import type { Socket } from 'node:net';
import { Client, ResultCodeError } from 'ldapts';
import type { LdapRules, LdapServer } from './allowed.js';
import { boundAnswers } from './bounded-answers.js';
import { openSocket } from './open-socket.js';
import { type BindResult, readBindError } from './results.js';

export interface LdapQuery {
  readonly entry: boolean;
  readonly filter: string;
  readonly attributes: readonly string[];
}

export interface LdapEntry {
  readonly dn: string;
  /** The requested attributes that exist, by name in lower case. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** A connection to one server. It handles one request at a time. */
export interface LdapConnection {
  /** False once it broke, was closed, or missed an answer. */
  readonly usable: boolean;
  /** Binds as any entry. After a refusal the connection is anonymous (RFC 4513 section 5.1). */
  bind(dn: string, password: string): Promise<BindResult>;
  /**
   * Returns at most two entries with the requested attributes. Does not follow references to other servers. With
   * `entry` it reads the entry `base` itself, and returns none if it does not exist or may not be read.
   */
  search(base: string, query: LdapQuery): Promise<LdapEntry[]>;
  /** The DN that the connection is bound as (RFC 4532). Undefined if the server does not say. */
  whoAmI(): Promise<string | undefined>;
  close(): void;
}

const WHO_AM_I = '1.3.6.1.4.1.4203.1.11.3';

/** noSuchObject, insufficientAccessRights (RFC 4511 appendix A). */
const NOT_TO_BE_SEEN = new Set([32, 50]);

/** Lower-cases the names, because a server may write them in another case. */
function readAttributes(
  attributes: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), textsOf(values)]),
  );
}

function textsOf(values: unknown): string[] {
  return [values]
    .flat()
    .map((value) => (Buffer.isBuffer(value) ? value.toString('utf8') : String(value)));
}

/**
 * Opens a connection under TLS.
 * @throws Error; the reason of `signal` if it is aborted first
 */
export async function openConnection(
  server: LdapServer,
  rules: LdapRules,
  signal: AbortSignal,
): Promise<LdapConnection> {
  const socket = boundAnswers(await openSocket(server, rules, signal));
  let given = false;
  const client = new Client({
    // A dummy for the library, which gets only this socket, already under TLS. On its own it would reconnect, and after
    // StartTLS it would read data from before.
    url: 'ldap://localhost',
    createConnection: () => {
      if (given) throw new Error('the connection is gone');
      given = true;
      // All that the library uses of a socket.
      return socket as unknown as Socket;
    },
  });
  let broken = false;
  // Keeps an error from going unhandled until the library listens itself.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    broken = true;
  });
  return {
    get usable() {
      return !broken && !socket.destroyed;
    },
    async bind(dn, password) {
      try {
        await client.bind(dn, password);
        return { kind: 'right' };
      } catch (error) {
        const result = readBindError(error);
        if (result.kind === 'no-answer') broken = true;
        return result;
      }
    },
    async search(base, { entry, filter, attributes }) {
      try {
        const { searchEntries } = await client.search(base, {
          scope: entry ? 'base' : 'sub',
          filter,
          sizeLimit: 2,
          attributes: [...attributes],
        });
        return searchEntries.map(({ dn, ...found }) => {
          // The library puts an attribute that is called `dn` there.
          if (typeof dn !== 'string') throw new Error('an entry has no name');
          return { dn, attributes: readAttributes(found) };
        });
      } catch (error) {
        if (entry && error instanceof ResultCodeError && NOT_TO_BE_SEEN.has(error.code)) return [];
        broken = true;
        throw error;
      }
    },
    async whoAmI() {
      try {
        const { value = '' } = await client.exop(WHO_AM_I);
        return /^dn:(.+)$/s.exec(value)?.[1];
      } catch (error) {
        if (error instanceof ResultCodeError) return undefined;
        broken = true;
        throw error;
      }
    },
    close() {
      broken = true;
      socket.destroy();
    },
  };
}
