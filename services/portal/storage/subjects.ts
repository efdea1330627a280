import type { Database } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { Subjects } from '../ports/openid.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Stores subjects in Postgres. A subject is made when a client first asks for one. */
export function openSubjects(parts: { db: Database; random: Pick<Random, 'id'> }): Subjects {
  const { db, random } = parts;
  const read = async (account: string) =>
    (await db.query<{ id: string }>(FIND, [account])).rows[0]?.id;
  return {
    async of(account) {
      const found = await read(account);
      if (found !== undefined) return found;
      const { rows } = await db.query<{ id: string }>(MAKE, [account, random.id()]);
      const [row] = rows;
      if (row === undefined) throw new Error('a subject was neither made nor found');
      return row.id;
    },
    async accountOf(subject) {
      if (!UUID.test(subject)) return undefined;
      return (await db.query<{ account: string }>(FIND_ACCOUNT, [subject])).rows[0]?.account;
    },
  };
}

const FIND = { name: 'subject-find', text: 'SELECT id FROM subject WHERE account = $1' };
/** If two replicas make one, both get the first. */
const MAKE = {
  name: 'subject-make',
  text: `INSERT INTO subject (account, id) VALUES ($1, $2)
    ON CONFLICT (account) DO UPDATE SET account = excluded.account RETURNING id`,
};
const FIND_ACCOUNT = {
  name: 'subject-find-account',
  text: 'SELECT account FROM subject WHERE id = $1',
};
