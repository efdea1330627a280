import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import type { Message } from './proto-client.js';
import { runCliHere } from './run-cli-here.js';
import { type Suite, startSuite } from './start-suite.js';

// An administrator runs a trial, on two replicas of policy and the real record.

const ADMIN = 'gatepost.policy.v1.PolicyAdminService';
const PERMISSION_DENIED = 7;
const DAY = 86_400_000;

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ replicas: { policy: 2 }, corpDomains: ['corp.tld'] });
  await cli('policy', 'apply', write('now', 'a.tld', '- { name: all, require: password }'));
});
afterAll(() => suite?.close());

const home = () => suite.installation.layout.home;

function write(name: string, domain: string, rules: string): string {
  const file = join(home(), `${name}.yaml`);
  writeFileSync(file, `domain: ${domain}\nrules:\n${rules}\n`);
  return file;
}

async function cli(...words: string[]): Promise<{ exit: number; said: Message; err: string }> {
  const { exit, out, err } = await runCliHere([...words, '--home', home(), '--json']);
  return { exit, err, said: out === '' ? undefined : JSON.parse(out) };
}

/** Makes one login at one replica. The front-end states that it checked the password. */
async function signIn(replica: string, account: string): Promise<Message> {
  const login = {
    account,
    service: 'SERVICE_IMAP',
    client_ip: '192.0.2.7',
    password_verified: true,
  };
  return suite
    .clientOf(replica, 'front-end', 'mail')
    .call('gatepost.policy.v1.AuthorizationService/Authorize', login);
}

/** What the record has about the trial in the logins of an account, the newest first. */
async function recorded(account: string, count: number): Promise<Message[]> {
  return until(`${count} logins of ${account} are recorded`, async () => {
    const { said } = await cli(
      'audit',
      'query',
      '--account',
      account,
      '--type',
      'gatepost.login.v1',
    );
    return said.length === count && said.map((event: Message) => event.event.data);
  });
}

it('is evaluated at every replica, decides nothing, and is counted by person and rule', async () => {
  const { said } = await cli(
    'policy',
    'trial',
    'start',
    write(
      'then',
      'a.tld',
      '- { name: not for eve, accounts: [eve@a.tld], deny: Not you. }\n- { name: all, require: password }',
    ),
  );
  expect(said.trial).toMatchObject({ document: 'a.tld', domains: 1, failure: '' });
  await until('the other replica tries it, too', async () => {
    await signIn('policy-2', 'probe@a.tld');
    const { said: shown } = await cli('policy', 'trial', 'show', 'a.tld');
    return Number(shown.summary.logins) > 0;
  });
  for (const replica of ['policy-1', 'policy-2']) {
    for (const account of ['eve@a.tld', 'luca@a.tld']) {
      expect(await signIn(replica, account)).toMatchObject({
        decision: 'DECISION_ALLOW',
        rule: 'all',
      });
    }
  }
  const id = said.trial.id;
  for (const data of await recorded('eve@a.tld', 2)) {
    expect(data).toMatchObject({
      decision: 'ALLOW',
      trial: {
        id,
        document: 'a.tld',
        decision: 'DENY',
        reason: 'DENIED_BY_RULE',
        rule: 'not for eve',
      },
    });
  }
  await recorded('luca@a.tld', 2);
  const shown = await cli('policy', 'trial', 'show', 'a.tld');
  expect(shown.exit).toBe(0);
  expect(shown.said.differences).toMatchObject([
    {
      account: 'eve@a.tld',
      service: 'Imap',
      was: 'ALLOW',
      would_be: 'DENY',
      rule_would_be: 'not for eve',
      count: 2,
      genuine: 0,
    },
  ]);
  expect(shown.said.summary).toMatchObject({ refused_recent: 2, refused_genuine: 0, ready: false });
  expect(shown.said.summary.says).toMatch(
    /^not ready \(it needs 14 days\): in 0 days it would have allowed \d+, refused 0 genuine, refused 2 too recent to call genuine, could not tell 0$/,
  );
});

it('after 14 days a login that nobody disowned is genuine, and refusing it a finding', async () => {
  suite.clock.advance(15 * DAY);
  const { exit, said } = await cli('policy', 'trial', 'show', 'a.tld');
  expect(said.summary).toMatchObject({ refused_recent: 0, refused_genuine: 2, ready: false });
  expect(said.summary.says).toMatch(/^not ready \(it would refuse people\): in 15 days /);
  expect(exit).toBe(3);
});

it('is managed only by callers who may apply the document', async () => {
  const corp = suite.client('admin', 'corp-admin');
  for (const document of ['a.tld', '*', 'template:x']) {
    const file = { name: 'x', content: Buffer.from('x'), documents: [document] };
    const calls = [
      () => corp.exchange(`${ADMIN}/StartTrial`, [{ options: {} }, { file }]),
      () => corp.first(`${ADMIN}/ShowTrial`, { document }),
      () => corp.call(`${ADMIN}/EndTrial`, { document }),
      () => corp.call(`${ADMIN}/ListTrials`, {}),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code: PERMISSION_DENIED });
  }
  const content = Buffer.from('domain: corp.tld\nrules: [{ name: all, require: password }]\n');
  const file = { name: 'x', content, documents: ['corp.tld'] };
  const started = await corp.exchange(`${ADMIN}/StartTrial`, [{ options: {} }, { file }]);
  expect(started.at(-1)).toMatchObject({ started: { trial: { document: 'corp.tld' } } });
  expect(await corp.call(`${ADMIN}/EndTrial`, { document: 'corp.tld' })).toMatchObject({
    trial: { document: 'corp.tld' },
  });
});

it('is listed, and ends when it is ended', async () => {
  expect((await cli('policy', 'trial', 'show')).said).toMatchObject([{ document: 'a.tld' }]);
  expect(await cli('policy', 'trial', 'end', 'a.tld')).toMatchObject({ exit: 0 });
  expect((await cli('policy', 'trial', 'show')).said).toEqual([]);
  await until('no login meets it any more', async () => {
    await signIn('policy-2', 'last@a.tld');
    const { said } = await cli('audit', 'query', '--account', 'last@a.tld', '--limit', '1');
    return said.length === 1 && said[0].event.data.trial === undefined;
  });
});

it('a file given as a document, and a revision that is yet to come, are refused as such', async () => {
  const file = write('other', 'a.tld', '- { name: other, require: password }');
  for (const [words, says] of [
    [['policy', 'diff', file], 'give the file with --file'],
    [['policy', 'diff', file, '--meaning'], 'give the file with --file'],
    [['policy', 'trial', 'show', file], 'is a file'],
    [['policy', 'trial', 'end', file], 'is a file'],
    [['policy', 'diff', 'a.tld', '--from', '999'], 'there is no revision 999 yet'],
    [['policy', 'diff', 'a.tld', '--from', '999', '--meaning'], 'there is no revision 999 yet'],
    [['policy', 'diff', 'a.tld', '--file', `${file}.not`], 'cannot be read'],
  ] as const) {
    const { exit, err } = await cli(...words);
    expect(exit, words.join(' ')).toBe(2);
    expect(err).toContain(says);
  }
});
