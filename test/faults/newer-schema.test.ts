import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { check } from '../stories/check-answer.js';
import { loginEvents } from '../stories/login-events.js';
import { type Performance, setUp } from '../stories/play.js';
import { isLogin, readStories } from '../stories/read-story.js';
import { asAdministrator } from '../suite/databases.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const story = readStories().find(({ file }) => file === 'company.yaml');
if (story === undefined) throw new Error('the story is not there');

let suite: Suite;
let performance: Performance;
beforeAll(async () => {
  suite = await startSuite({ processes: true });
  await widenEverything(suite.database);
  const stage = { frontEnd: suite.client('front-end', 'mail'), clock: suite.clock };
  performance = await setUp(story, { ...stage, admin: suite.client('admin', 'operator') });
});
afterAll(() => suite?.close());

/**
 * Does what the migrations of a next version may do while this version still runs. It adds a column to every table, and
 * a table and a migration to every schema.
 */
async function widenEverything(database: string): Promise<void> {
  await asAdministrator(inject('sharedRun'), database, async (client) => {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const schemas = new Set(rows.map(({ schema }) => schema));
    expect(schemas.size).toBeGreaterThanOrEqual(6);
    for (const { schema, name } of rows) {
      const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      await client.query(`ALTER TABLE ${table} ADD COLUMN of_the_next text NOT NULL DEFAULT 'x'`);
    }
    for (const schema of schemas) {
      const prefix = client.escapeIdentifier(schema);
      await client.query(`CREATE TABLE ${prefix}.of_the_next (id bigint PRIMARY KEY)`);
      const done = `INSERT INTO ${prefix}.migrations (name, run_on) VALUES ('999_next', now())`;
      await client.query(done);
    }
  });
}

it('decides as before on the schema of a next version, and starts on it', async () => {
  const logins = (story?.logins ?? []).filter(isLogin);
  const decided: string[] = [];
  for (const [index, login] of logins.entries()) {
    if (index === Math.floor(logins.length / 2)) {
      // Killed and started again while the next version is rolled out.
      const names = suite.installation.plan.replicas.map(({ name }) => name);
      await Promise.all(names.map((name) => suite.restart(name)));
    }
    for (let time = 1; time <= login.repeat; time += 1) {
      const answer = await performance.login(login).catch((error) => ({ error }));
      check(login, answer);
      if (!('error' in answer)) decided.push(answer.decision_id);
    }
  }
  const count = decided.length + performance.begun.length;
  const events = await loginEvents(suite.client('auditor', 'auditor'), count);
  const recorded = new Set(events.map(({ id }) => id));
  expect(decided.filter((id) => !recorded.has(id))).toEqual([]);
});
