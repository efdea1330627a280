import { expect, it } from 'vitest';
import { startTestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../../libs/kit/migrations.js';
import { silentLog as log } from '../../../libs/log/index.js';
import { openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { openPurge } from './purge-account.js';

const REQUEST = { certificate: 'spiffe://gatepost/service/policy', actor: 'operator' };
const SUBJECTS = ['6f9619ff-8b86-4d01-b42d-00c04fc964ff', '6f9619ff-8b86-4d01-b42d-00c04fc964fe'];

it('forgets all of one account and nothing of another, once', async () => {
  const postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['portal']);
  const address = database.address('portal');
  await migrateService({ service: 'portal', address, log });
  const db = openDatabase({ ...address, log });
  for (const [n, account] of ['luca@a.tld', 'mara@a.tld'].entries()) {
    const id = Buffer.from([n]);
    await db.query(`INSERT INTO sign_in VALUES ($1, $1, $2, 1, '{}', 'k', $1, now(), now())`, [
      id,
      account,
    ]);
    await db.query(
      `INSERT INTO browser_session VALUES ($1, '', $2, 'WebUI', gen_random_uuid(), now(), now())`,
      [id, account],
    );
    await db.query(
      `INSERT INTO forward_code VALUES ($1, 'c', 'o', 'b', $2, now(), 'k', $1, now())`,
      [id, account],
    );
    const openid = `INSERT INTO openid (kind, id, payload, grant_id, account, expires_at)
      VALUES ($1, $2, $3, $4, $5, now())`;
    await db.query(openid, ['RefreshToken', id, {}, `g${n}`, account]);
    await db.query(openid, ['Other', id, {}, `g${n}`, null]);
    await db.query('INSERT INTO subject VALUES ($1, $2)', [account, SUBJECTS[n]]);
    await db.query(openid, ['AccessToken', id, {}, `s${n}`, SUBJECTS[n]]);
    await db.query(
      `INSERT INTO client_login (session_id, client, sid, subject, issuer, domain, expires_at)
       VALUES (gen_random_uuid(), 'c', 's', $1, 'https://login.a.tld', 'a.tld', now())`,
      [SUBJECTS[n]],
    );
    const inside = { result: { login: { accountId: account } } };
    await db.query(openid, ['Interaction', id, inside, null, null]);
  }
  const purge = openPurge({ db, clock: { now: () => Date.now() }, newId: () => systemRandom.id() });
  expect(await purge({ ...REQUEST, account: 'luca@a.tld' })).toBe(8);
  expect(await purge({ ...REQUEST, account: 'luca@a.tld' })).toBe(0);
  expect((await db.query('SELECT 1 FROM outbox')).count).toBe(1);
  // The clients where the account was signed in are notified.
  const due = await db.query('SELECT subject FROM client_login WHERE due_at IS NOT NULL');
  expect(due.rows).toEqual([{ subject: SUBJECTS[0] }]);
  expect(await purge({ ...REQUEST, account: 'mara@a.tld' })).toBe(8);
  await db.close();
  await postgres.stop();
});
