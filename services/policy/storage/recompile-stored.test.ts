import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply } from '../commands/apply/apply.js';
import { openPolicy, quiet } from '../testing/open-policy.js';
import { recompileStored } from './recompile-stored.js';

let policy: Awaited<ReturnType<typeof openPolicy>>;

beforeAll(async () => {
  policy = await openPolicy();
});
afterAll(() => policy.stop());

const TEXT = `
template: web
rules: [{ name: web, services: [WebUI], require: saml }]
---
domain: a.tld
extends: [web]
---
domain: b.tld
rules: [{ name: b, services: [WebUI], require: password }]
`;

it('recompiles what an earlier version wrote, and denies all logins of a domain that it cannot recompile', async () => {
  const database = await policy.newDatabase();
  const before = await policy.replica(database, 'one');
  await apply(
    {
      ...{ actor: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: '' },
      mayChangePrivileges: true,
      sources: [{ file: 'p.yaml', text: TEXT, documents: ['template:web', 'a.tld', 'b.tld'] }],
      ...{ withdrawn: [], expectRevision: undefined, dryRun: false },
    },
    before.ports,
    () => {},
  );
  await before.close();
  const old = await policy.replica(database, 'one');
  await old.db.query(`UPDATE active_document SET compiled = jsonb_set(compiled, '{format}', '1')`);
  await old.db.query(
    `UPDATE document_version SET content = replace(content, 'name: b', 'name: b, accounts: ["*@b.tld"]')
     WHERE name = 'b.tld'`,
  );
  await expect(policy.replica(database, 'two')).rejects.toThrow('format 1');

  const told: unknown[] = [];
  const log = { ...quiet, error: (_: string, fields?: object) => void told.push(fields) };
  const both = await Promise.all([recompileStored(old.db, log), recompileStored(old.db, log)]);
  expect(both.toSorted()).toEqual([0, 2]);
  expect(told).toMatchObject([
    { document: 'b.tld', problems: [expect.stringContaining('pattern')] },
  ]);
  const after = await policy.replica(database, 'two');
  const rulesOf = (domain: string) =>
    after.policies
      .current()
      .find(domain)
      ?.policy.shape.rules.map(({ name }) => name);
  expect(rulesOf('a.tld')).toEqual(['web']);
  expect(rulesOf('b.tld')).toEqual([]);
  await Promise.all([old.close(), after.close()]);
});
