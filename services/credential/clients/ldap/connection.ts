import { Client } from 'ldapts';
import type { LdapRules, LdapServer } from './allowed.js';
import { openSocket } from './open-socket.js';
import { type BindResult, readBindError } from './results.js';

/** A connection to one server. One thing is asked on it at a time. */
export interface LdapConnection {
  /** False once it broke, was closed, or left an answer out. */
  readonly usable: boolean;
  /** Binds, as whomever; a refusal leaves the connection bound as nobody (RFC 4513 section 5.1). */
  bind(dn: string, password: string): Promise<BindResult>;
  /** The DNs of at most two entries. References to other servers are not followed. */
  search(base: string, filter: string): Promise<string[]>;
  close(): void;
}

/** Opens a connection under TLS. @throws Error; the reason of `signal` if that is aborted first */
export async function openConnection(
  server: LdapServer,
  rules: LdapRules,
  signal: AbortSignal,
): Promise<LdapConnection> {
  const socket = await openSocket(server, rules, signal);
  let given = false;
  const client = new Client({
    // For the library's eyes: it gets this one socket, which is under TLS, and no other. By itself it
    // would connect again, and read after StartTLS what came before.
    url: 'ldap://localhost',
    createConnection: () => {
      if (given) throw new Error('the connection is gone');
      given = true;
      return socket;
    },
  });
  let broken = false;
  // Until the library listens itself.
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
    async search(base, filter) {
      try {
        const { searchEntries } = await client.search(base, {
          scope: 'sub',
          filter,
          sizeLimit: 2,
          attributes: ['1.1'],
        });
        return searchEntries.map(({ dn }) => dn);
      } catch (error) {
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
