import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
} from '../../services/edge/testing/open-listener.js';
import { type Dialogue, proxyV1, smtpLogin } from './clients.js';
import { type Dovecot, startDovecot } from './servers/dovecot.js';
import { type Postfix, startPostfix } from './servers/postfix.js';

const LUCA = { user: 'luca@a.tld', password: Buffer.from('p+ä % x') };
const FROM = '203.0.113.20';
const header = proxyV1(FROM);

let signIn: OpenListener;
let policy: OpenListener;
let dovecot: Dovecot;
let postfix: Postfix;
beforeAll(async () => {
  signIn = await openListener({ protocol: 'dovecot-passdb' });
  policy = await openListener({ protocol: 'postfix-policy' });
  dovecot = await startDovecot({
    kind: 'lua',
    url: `http://127.0.0.1:${signIn.port}/passdb`,
    secret: SECRET,
  });
  postfix = await startPostfix({
    ...{ saslPort: dovecot.saslPort, policyPort: policy.port, policySecret: SECRET },
  });
});
afterAll(async () => {
  await postfix?.stop();
  await dovecot?.stop();
  await signIn?.close();
  await policy?.close();
});
afterEach(() => {
  for (const listener of [signIn, policy]) {
    listener.answer(allowed());
    listener.attempts.splice(0);
  }
});

/** Returns Postfix's answers to a sender and to recipients. */
async function send(dialogue: Dialogue): Promise<string[]> {
  const said: string[] = [];
  for (const line of ['MAIL FROM:<luca@a.tld>', 'RCPT TO:<x@b.tld>', 'RCPT TO:<y@b.tld>']) {
    dialogue.send(`${line}\r\n`);
    said.push((await dialogue.line(/^\d\d\d /)) ?? '');
  }
  dialogue.close();
  return said;
}

it('a sign-in is decided with the service, the password and the address of the client', async () => {
  const { ending, dialogue } = await smtpLogin(postfix.port, { ...LUCA, header });
  expect(ending).toBe('allowed');
  expect(signIn.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Smtp',
      proof: { kind: 'password', bytes: LUCA.password },
      address: { client: FROM },
    },
  ]);
  dialogue.close();
  signIn.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'Wrong.' });
  const wrong = await smtpLogin(postfix.port, { ...LUCA, header });
  expect(wrong.line).toMatch(/^535 /);
  // Postfix treats Dovecot's temporary failures the same way.
  signIn.answer(UNDECIDED);
  expect((await smtpLogin(postfix.port, { ...LUCA, header })).ending).not.toBe('allowed');
});

it('the second gate stops a sender who is signed in, once for all recipients', async () => {
  const signedIn = async () => (await smtpLogin(postfix.port, { ...LUCA, header })).dialogue;
  expect((await send(await signedIn())).map((line) => line.slice(0, 3))).toEqual([
    '250',
    '250',
    '250',
  ]);
  expect(policy.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Smtp',
      proof: { kind: 'verified' },
      address: { client: FROM },
    },
  ]);
  policy.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Sign in to webmail first.' });
  const [, refused] = await send(await signedIn());
  expect(refused).toMatch(/^535 5\.7\.8 .*Sign in to webmail first\./);
  policy.answer(UNDECIDED);
  const [, later] = await send(await signedIn());
  expect(later).toMatch(/^451 4\.3\.0 /);
});
