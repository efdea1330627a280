import { expect, it } from 'vitest';
import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { changesPrivileges } from './changes-privileges.js';

const RULE = 'rules: [{ name: none, deny: "no" }]';
/** The compiled form of a document, as it is kept. */
function compiled(text: string, name: string): string {
  const { documents, problems } = parseDocuments(text, 'test.yaml');
  const set = compileSet(documents);
  expect([...problems, ...set.problems]).toEqual([]);
  return JSON.stringify(set.compiled.get(name));
}
const a = (administrators: string, rule = RULE) =>
  compiled(`domain: a.tld\n${administrators}\n${rule}\n`, 'a.tld');
const star = (more: string) => compiled(`domain: "*"\n${more}\n${RULE}\n`, '*');
const FULL = 'administrators: { full: [anna@a.tld] }';

it('a change of administrators is a change of privileges, whatever the stored form', () => {
  expect(changesPrivileges(a(FULL), a('administrators: { full: [luca@a.tld] }'))).toBe(true);
  expect(changesPrivileges(a(FULL), a('administrators: { auditors: [anna@a.tld] }'))).toBe(true);
  expect(changesPrivileges(a(FULL), a(''))).toBe(true);
  expect(changesPrivileges(a(FULL), null)).toBe(true);
  expect(changesPrivileges(null, a(FULL))).toBe(true);
});

it('a change of operators, guardrails or limits is one', () => {
  expect(changesPrivileges(star(''), star('operators: [opal@isp.tld]'))).toBe(true);
  expect(changesPrivileges(star(''), star('guardrails: [{ never: { services: [Imap] } }]'))).toBe(
    true,
  );
  expect(changesPrivileges(star(''), star('limits: { enrolment: { anywhere: false } }'))).toBe(
    true,
  );
});

it('a change of rules or of the stored form is not', () => {
  const other = a(FULL, 'rules: [{ name: all, services: [WebUI], require: password }]');
  expect(changesPrivileges(a(FULL), other)).toBe(false);
  const { rules, ...rest } = JSON.parse(a(FULL));
  expect(changesPrivileges(a(FULL), JSON.stringify({ rules, ...rest }))).toBe(false);
  expect(changesPrivileges(null, a(''))).toBe(false);
});
