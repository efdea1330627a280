import type { LdapConnection } from './connection.js';

/** Idle open connections, by what they can be used for. */
export interface Pool {
  /**
   * Gives `work` a connection and keeps it afterwards if it is still usable. The server may have silently closed a
   * pooled connection; `work` then starts again on a new one, once.
   */
  use<T>(
    key: string,
    open: () => Promise<LdapConnection>,
    work: (connection: LdapConnection) => Promise<T>,
  ): Promise<T>;
  /** Closes the idle connections. */
  close(): void;
}

interface Kept {
  readonly connection: LdapConnection;
  readonly timer: NodeJS.Timeout;
}

/** Shorter than the idle timeouts of most servers and middleboxes. */
const KEEP_MS = 30_000;

/** An empty pool. An idle connection is closed after 30 s. */
export function connectionPool(): Pool {
  const kept = new Map<string, Kept[]>();

  function take(key: string): LdapConnection | undefined {
    const list = kept.get(key) ?? [];
    for (let last = list.pop(); last !== undefined; last = list.pop()) {
      clearTimeout(last.timer);
      if (last.connection.usable) return last.connection;
    }
    return undefined;
  }

  function keep(key: string, connection: LdapConnection): void {
    if (!connection.usable) {
      connection.close();
      return;
    }
    const list = kept.get(key) ?? [];
    kept.set(key, list);
    const timer = setTimeout(() => {
      list.splice(
        list.findIndex((one) => one.connection === connection),
        1,
      );
      connection.close();
    }, KEEP_MS);
    timer.unref();
    list.push({ connection, timer });
  }

  async function run<T>(
    key: string,
    connection: LdapConnection,
    work: (connection: LdapConnection) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(connection);
    } finally {
      keep(key, connection);
    }
  }

  return {
    async use(key, open, work) {
      const before = take(key);
      if (before !== undefined) {
        try {
          return await run(key, before, work);
        } catch (error) {
          if (before.usable) throw error;
        }
      }
      return run(key, await open(), work);
    },

    close() {
      for (const list of kept.values()) {
        for (const { connection, timer } of list) {
          clearTimeout(timer);
          connection.close();
        }
      }
      kept.clear();
    },
  };
}
