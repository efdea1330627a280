import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseAccount } from '../names/account.js';
import { isInteractive, type Service } from '../names/services.js';
import { compileSet } from './compile/compile-set.js';
import { engineLogin } from './judge/engine-login.js';
import type { JudgedLogin } from './judge/raw.js';
import { policyJsonSchema } from './language/json-schema.js';
import { TRUSTS } from './language/words.js';
import { parseDocuments } from './read/parse-documents.js';
import { loadCompiled } from './store/policy-table.js';
import { type Example, readExamples, type Table } from './testing/read-examples.js';
import { readStory } from './testing/story.js';
import { verifyPolicy } from './verify/verify-policy.js';
import { warnPolicy } from './warn/warn-policy.js';

const examples = readExamples('policy.md');
const TODAY = '2026-11-23';

/** All that is said of an example, in the words of its tables. */
function outcomesOf({ yaml }: Example) {
  const parsed = parseDocuments(yaml, 'policy.yaml');
  const set = compileSet(parsed.documents);
  const compiled = [...set.compiled.values()];
  const star = set.compiled.get('*') ?? null;
  const now = Date.parse(TODAY);
  return {
    policies: new Map(compiled.map((policy) => [policy.domain, loadCompiled(policy)])),
    problems: [...parsed.problems, ...set.problems]
      .sort((x, y) => x.line - y.line || x.column - y.column)
      .map(({ line, path, message }) => [`${line}`, `${path}: ${message}`]),
    failures: compiled
      .flatMap((policy) => verifyPolicy({ policy, star, now }))
      .sort((x, y) => x.line - y.line)
      .map(({ line, message }) => [`${line}`, message]),
    warnings: [...set.warnings, ...compiled.flatMap((policy) => warnPolicy(policy))].map(
      (warning) => {
        return [`${warning.line}`, `${warning.kind}: ${warning.message}`];
      },
    ),
  };
}

const rowsOf = (table: Table) => table.rows.map((row) => Object.values(row));
const startingWith = (example: Example, column: string) =>
  example.tables.filter((table) => table.columns[0] === column).flatMap(rowsOf);

describe.each(examples)('$heading', (example) => {
  const { policies, problems, failures, warnings } = outcomesOf(example);

  it('has a table, and no error, failure or warning of a kind that it does not show', () => {
    expect(example.tables.length).toBeGreaterThan(0);
    expect(problems).toEqual(startingWith(example, 'line'));
    expect(failures).toEqual(startingWith(example, 'fails at'));
    const shown = startingWith(example, 'warns at');
    if (shown.length > 0) expect(warnings).toEqual(shown);
  });

  const logins = example.tables.filter(({ columns }) => columns.includes('outcome'));
  it.each(logins.flatMap(({ rows }) => rows))('$account at $service, $presents', (row) => {
    const judged = engineLogin(policies, loginOf(row));
    const missing = judged.missing.map((factors) => factors.join(' + ')).join(', or ');
    const asked = missing === '' ? '' : ` for ${missing}`;
    const rule = judged.rule === null ? '' : ` by "${judged.rule.name}"`;
    expect(`${judged.decision} ${judged.reason}${asked}${rule}`).toBe(row.outcome);
  });
});

function loginOf(row: Readonly<Record<string, string>>): JudgedLogin {
  const [factors = '', remember] = (row.presents ?? '').split(', ');
  const [first = '', second] = factors.split(' + ');
  const has = (row.has ?? '').split(' ');
  const alone = first === 'passkey' ? 'none' : first;
  const account = parseAccount(row.account ?? '');
  expect([account.ok, remember ?? 'remember']).toEqual([true, 'remember']);
  expect(['otp', 'passkey', undefined]).toContain(second);
  return {
    account: row.account ?? '',
    service: row.service as Service,
    address: row.address ?? '',
    trusts: TRUSTS.filter((trust) => has.includes(trust)),
    first: (alone === 'nothing' ? 'none' : alone) as JudgedLogin['first'],
    second: second === 'otp',
    passkey: first === 'passkey' || second === 'passkey',
    remember: remember !== undefined,
    ...{ prove: false, recovery: false },
    interactive: isInteractive(row.service as Service),
    firstResult: 'right',
    secondResult: 'right',
    passkeyResult: 'right',
    hasOtp: has.includes('otp'),
    hasPasskey: has.includes('passkey'),
    hasSaml: has.includes('saml'),
    now: Date.parse(row.day ?? TODAY),
  };
}

describe('policy.schema.json', () => {
  const url = new URL('../../docs/policy.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(url, 'utf8'));

  it('matches the definitions: run `gatepost policy schema`', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });

  it('accepts the stories, and refuses other shapes', () => {
    const check = z.fromJSONSchema(schema);
    for (const name of ['company', 'factors', 'home-address', 'isp', 'strict']) {
      for (const document of readStory(name).policies) {
        expect(check.safeParse(document).error).toBeUndefined();
      }
    }
    const rule = { name: 'x', require: 'password' };
    const wrong = [
      { domain: 'a.tld', rule: [rule] },
      { domain: 'a.tld', rules: [] },
      { domain: 'a.tld', rules: [{ ...rule, require: 'otp' }] },
      { domain: 'a.tld', rules: [{ ...rule, services: ['IMAP'] }] },
      { template: 't', trust: 'none' },
      { domain: 'a.tld', guardrails: [{ never: {} }] },
    ];
    expect(wrong.filter((document) => check.safeParse(document).success)).toEqual([]);
  });
});
