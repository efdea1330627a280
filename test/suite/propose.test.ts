import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import type { Message } from './proto-client.js';
import { runCliHere } from './run-cli-here.js';
import { type Suite, startSuite } from './start-suite.js';

// An administrator asks for a proposal, on the real record.

const DAY = 86_400_000;
const IN_FORCE = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [{ name: all, require: password }]
enrolment: { from: [office] }
administrators: { full: [anna@a.tld] }
`;

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
  const file = join(suite.installation.layout.home, 'a.yaml');
  writeFileSync(file, IN_FORCE);
  await cli('policy', 'apply', file);
});
afterAll(() => suite?.close());

async function cli(...words: string[]): Promise<{ exit: number; said: Message }> {
  const home = suite.installation.layout.home;
  const { exit, out } = await runCliHere([...words, '--home', home, '--json']);
  return { exit, said: out === '' ? undefined : JSON.parse(out) };
}

async function signIn(account: string, client_ip: string): Promise<void> {
  const login = { account, service: 'SERVICE_IMAP', client_ip, password_verified: true };
  const method = 'gatepost.policy.v1.AuthorizationService/Authorize';
  expect(await suite.client('front-end', 'mail').call(method, login)).toMatchObject({
    decision: 'DECISION_ALLOW',
  });
}

it('proposes a document that a rehearsal finds no genuine login refused by', async () => {
  for (const account of ['anna@a.tld', 'luca@a.tld']) await signIn(account, '203.0.113.7');
  await signIn('luca@a.tld', '198.51.100.9');
  suite.clock.advance(15 * DAY);
  // Nobody has signed in from this address yet.
  await signIn('eve@a.tld', '192.0.2.200');
  const proposed = await until('all are recorded', async () => {
    const { said } = await cli('policy', 'propose', 'a.tld', '--since', '30d');
    return Number(said.genuine) === 3 && said.refuses.length === 1 && said;
  });
  const { document } = proposed;
  expect(document).toContain('known: [203.0.113.0/24]');
  expect(document).toContain('some: [luca@a.tld]'.replace('luca@a.tld', '"luca@a.tld"'));
  expect(document).not.toContain('198.51.100');
  expect(document).toContain('enrol-office: [203.0.113.0/24]');
  expect(document).toContain('full: ["anna@a.tld"]');
  expect(document).toMatch(
    /never: \{ services: \[Imap\], outside: \[known\], except: \{ groups: \[some\] \}/,
  );
  expect(proposed.refuses).toMatchObject([{ account: 'eve@a.tld', would_be: 'DENY' }]);

  const file = join(suite.installation.layout.home, 'proposed.yaml');
  writeFileSync(file, document);
  const { said } = await cli('policy', 'rehearse', file, '--since', '30d');
  expect(said.changed).toMatchObject([{ account: 'eve@a.tld' }]);
  expect(await cli('policy', 'trial', 'start', file)).toMatchObject({ exit: 0 });
});
