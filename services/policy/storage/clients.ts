import { parseCidr } from '../../../libs/names/cidr.js';
import type { Service } from '../../../libs/names/services.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { Client, ClientKind, Registration } from '../core/session/client.js';
import type { ClientChange, ClientStore } from '../ports/clients.js';

/** What is stored of a client besides its id. */
interface Kept {
  readonly name: string;
  readonly service: Service;
  readonly domains: readonly string[];
  readonly networks: readonly string[];
  readonly how: ClientKind;
}

interface Row {
  readonly id: string;
  readonly client: Kept;
  readonly secret_hash: Buffer | null;
  readonly created_at: Date;
}

/** The clients of the sign-in page in Postgres. */
export function clientStore(parts: {
  readonly db: Database;
  /** Appends the event of a change, within its transaction. */
  readonly announce: (tx: Queryable, change: ClientChange) => Promise<void>;
}): ClientStore {
  const { db, announce } = parts;
  return {
    async put(registration, by) {
      const { client, secretHash } = registration;
      return await db.transaction(async (tx) => {
        await nextRevision(tx);
        const { rows } = await tx.query<Row>(
          `INSERT INTO client AS c (id, client, secret_hash, created_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET client = excluded.client,
             secret_hash = CASE WHEN $5 THEN coalesce(excluded.secret_hash, c.secret_hash) END
           RETURNING id, client, secret_hash, created_at`,
          [
            client.id,
            JSON.stringify(keptOf(client)),
            secretHash ?? null,
            new Date(client.createdAt),
            hasSecret(client),
          ],
        );
        await announce(tx, { id: client.id, removed: false, client, ...by });
        return registrationOf(rows[0] as Row);
      });
    },

    async remove(id, by) {
      return await db.transaction(async (tx) => {
        await nextRevision(tx);
        const { count } = await tx.query('DELETE FROM client WHERE id = $1', [id]);
        if (count > 0) await announce(tx, { id, removed: true, client: undefined, ...by });
        return count > 0;
      });
    },

    async revision() {
      const { rows } = await db.query<{ revision: string }>('SELECT revision FROM client_revision');
      return Number(rows[0]?.revision);
    },

    async all() {
      // One statement, so that both come from the same snapshot.
      const { rows } = await db.query<Row & { revision: string }>(
        `SELECT r.revision, c.id, c.client, c.secret_hash, c.created_at
         FROM client_revision r LEFT JOIN client c ON true ORDER BY c.id`,
      );
      return {
        revision: Number(rows[0]?.revision),
        registrations: rows.filter(({ id }) => id !== null).map(registrationOf),
      };
    },
  };
}

/** The row lock also serialises changes. */
async function nextRevision(tx: Queryable): Promise<void> {
  await tx.query('UPDATE client_revision SET revision = revision + 1');
}

/** Only a confidential OpenID Connect client has a secret. */
export function hasSecret({ how }: Client): boolean {
  return how.kind === 'oidc' && !how.isPublic;
}

function keptOf({ name, service, domains, networks, how }: Client): Kept {
  return { name, service, domains: [...domains], networks: networks.map(({ text }) => text), how };
}

function registrationOf({ id, client, secret_hash, created_at }: Row): Registration {
  const { name, service, domains, networks, how } = client;
  return {
    client: {
      ...{ id, name, service, how, domains: new Set(domains) },
      networks: networks.map((text) => {
        const cidr = parseCidr(text);
        if (!cidr.ok) throw new Error(`a network of client ${id} cannot be read: ${cidr.reason}`);
        return cidr.value;
      }),
      createdAt: created_at.getTime(),
    },
    secretHash: secret_hash ?? undefined,
  };
}
