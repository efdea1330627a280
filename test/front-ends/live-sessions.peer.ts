import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Performance, setUp } from '../stories/play.js';
import type { Login } from '../stories/read-story.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { imapLogin, proxyV1 } from './clients.js';
import { openStage, type Stage } from './stage.js';

const LUCA = 'luca@a.tld';
const ANNA = 'anna@a.tld';
const PASSWORD = Buffer.from('correct horse');
const HOME = '192.0.2.80';
const DOCUMENT = {
  domain: 'a.tld',
  rules: [
    { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
    { name: 'web', services: ['WebUI'], require: 'password + otp' },
  ],
  trust: { ip: { default: '1h', max: '2h', 'per-account': 3, 'ipv6-prefix': 64 } },
};

let stage: Stage;
let admin: ProtoClient;
let play: Performance;
beforeAll(async () => {
  stage = await openStage();
  admin = stage.suite.client('admin', 'operator');
  const person = { password: false, otp: true, recovery: true, 'app-passwords': {}, saml: false };
  const story = { name: '', file: '', logins: [], refused: [], accepted: [] };
  const frontEnd = stage.suite.client('front-end', 'mail');
  play = await setUp(
    { ...story, people: { [LUCA]: person, [ANNA]: person }, policies: [DOCUMENT] } as never,
    { frontEnd, admin, clock: stage.suite.clock },
  );
  for (const account of [LUCA, ANNA]) {
    const request = { account, password: PASSWORD };
    await admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', request);
  }
});
afterAll(() => stage?.close());

/** Trusts the home address at the webmail, where the front-end says that it checked the password. */
async function trustHome(account: string, ip = HOME): Promise<void> {
  stage.suite.clock.advance(30_000);
  const login = { id: 'x', account, service: 'WebUI', ip, present: ['verified', 'otp'] };
  const answer: Message = await play.login({
    ...login,
    remember: { ip: '1h' },
  } as unknown as Login);
  expect(answer.grants).toMatchObject([{ refused: '' }]);
}

/** Opens a session in IDLE at a real Dovecot. */
async function idle(account: string, ip = HOME) {
  const { ending, line, dialogue } = await imapLogin(stage.dovecot.proxied.imap, {
    ...{ user: account, password: PASSWORD, header: proxyV1(ip) },
  });
  expect({ ending, line }).toMatchObject({ ending: 'allowed' });
  dialogue.send('b SELECT INBOX\r\nc IDLE\r\n');
  expect(await dialogue.line(/^\+ idling/)).toBeDefined();
  return {
    ended: () => dialogue.line(/^\* BYE/),
    lives: () => !dialogue.socket.destroyed && !dialogue.socket.readableEnded,
    close: dialogue.close,
  };
}

const revoke = (account: string, ip = HOME) =>
  admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
    account,
    client_ip: ip,
    actor: { comment: 'lost phone' },
  });

it('a live session ends when its trust is revoked, and no other', async () => {
  await trustHome(LUCA);
  await trustHome(ANNA);
  const [luca, anna] = [await idle(LUCA), await idle(ANNA)];
  await revoke(LUCA);
  expect(await luca.ended()).toMatch(/^\* BYE/);
  expect(anna.lives()).toBe(true);
  anna.close();
  const again = await imapLogin(stage.dovecot.proxied.imap, {
    ...{ user: LUCA, password: PASSWORD, header: proxyV1(HOME) },
  });
  expect(again.ending).toBe('refused');
});

it.each([
  ['of an IPv6 network, wherever in it', '2001:db8:1:2::5', '2001:db8:1:2:ffff::9', LUCA],
  ['whose client is told as a mapped address', '192.0.2.81', '::ffff:192.0.2.81', LUCA],
  ['of a person who writes the account another way', '192.0.2.82', '192.0.2.82', 'Luca@A.TLD'],
])('so does one %s', async (_, trusted, from, user) => {
  await trustHome(LUCA, trusted);
  const session = await idle(user, from);
  await revoke(LUCA, trusted);
  expect(await session.ended()).toMatch(/^\* BYE/);
});

const isLetIn = ({ ending }: Awaited<ReturnType<typeof imapLogin>>) => ending === 'allowed';

it('a session whose login was under way ends, too', async () => {
  const sessions: Awaited<ReturnType<typeof imapLogin>>[] = [];
  const begin = (ip: string) =>
    imapLogin(stage.dovecot.proxied.imap, {
      ...{ user: LUCA, password: PASSWORD, header: proxyV1(ip) },
    });
  // One of these logins is allowed, but has no session yet, when its trust ends.
  for (let part = 1; part <= 10 || !sessions.some(isLetIn); part += 1) {
    const ip = `198.51.100.${part}`;
    await trustHome(LUCA, ip);
    const began = performance.now();
    (await begin(ip)).dialogue.close();
    const took = performance.now() - began;
    const login = begin(ip);
    await sleep((took * part) / 10);
    await revoke(LUCA, ip);
    sessions.push(await login);
  }
  const letIn = sessions.filter(isLetIn);
  for (const { dialogue } of letIn) dialogue.send('b SELECT INBOX\r\nc IDLE\r\n');
  const last = await Promise.all(letIn.map(({ dialogue }) => dialogue.line(/^\* BYE/)));
  expect(last).not.toContain(undefined);
});

it('a live session ends when its trust runs out', async () => {
  const home = '192.0.2.83';
  await trustHome(LUCA, home);
  const luca = await idle(LUCA, home);
  stage.suite.clock.advance(3_700_000);
  expect(await luca.ended()).toMatch(/^\* BYE/);
});

it('sessions whose trust ended while edge was down end when it is back', async () => {
  const home = '192.0.2.84';
  await trustHome(LUCA, home);
  const luca = await idle(LUCA, home);
  const resume = stage.suite.stop('edge-1');
  await revoke(LUCA, home);
  stage.suite.kill('edge-1');
  expect(luca.lives()).toBe(true);
  resume();
  expect(await luca.ended()).toMatch(/^\* BYE/);
});
