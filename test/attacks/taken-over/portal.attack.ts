import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSessionToken } from '../../../libs/names/session-token.js';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing, openHeld, readKeys } from '../../../libs/seal/index.js';
import { authorizeUrl, type RegisteredClient, redeem } from '../../browser/openid-client.js';
import { type HandBrowser, openByHand } from '../sign-in/browser-by-hand.js';
import { registerWebmail } from './register-webmail.js';
import {
  AUTHORIZE,
  BROWSER,
  codeOf,
  ELSEWHERE,
  openStage,
  outcomeOf,
  PERMISSION_DENIED,
  type Person,
  reach,
  type Stage,
} from './stage.js';

let stage: Stage;
let client: RegisteredClient;
let db: Client;
let luca: Person;
let mara: Person;
let browser: HandBrowser;
let tokens: { access_token: string; refresh_token: string };
beforeAll(async () => {
  stage = await openStage();
  client = await registerWebmail(stage);
  luca = await stage.person('luca@w.tld');
  mara = await stage.person('mara@w.tld');
  db = await stage.as('portal');
  browser = openByHand(stage.origin);
  ({ body: tokens } = await redeem(stage as never, client, await signInAtWebmail()));
});
afterAll(() => stage?.close());

/** Signs luca in at the webmail. Returns the code. */
async function signInAtWebmail(): Promise<string> {
  const local = (url: string) => url.replace(stage.origin, '');
  const { location } = await browser.get(local(authorizeUrl(stage, client)));
  const page = await browser.get(local(location));
  const hidden = { token: page.field('token'), flow: page.field('flow') };
  const done = await browser.post('/sign-in', { ...luca, ...hidden });
  const resume = (done.headers.get('refresh') ?? '').replace(/^0; url=/, '');
  const back = await browser.get(local(resume));
  return new URL(back.location).searchParams.get('code') ?? '';
}

const portal = () => stage.suite.client('service', 'portal');
const TABLES = ['sign_in', 'browser_session', 'forward_code', 'openid'];

async function everything(): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const table of TABLES) {
    const { rows } = await db.query(`SELECT * FROM ${table}`);
    found.push(...rows);
  }
  return found;
}

describe('portal taken over, with its keys and its database', () => {
  it('finds no password, cookie, code or token of people who signed in', async () => {
    // The same browser has another pending sign-in.
    await browser.get(authorizeUrl(stage, client, { prompt: 'login' }).replace(stage.origin, ''));
    const rows = await everything();
    expect(rows.length).toBeGreaterThan(3);
    const text = JSON.stringify(rows);
    const secrets = [luca.password, tokens.access_token, tokens.refresh_token];
    for (const name of ['session', 'browser', 'openid']) {
      secrets.push(browser.cookies.get(`gatepost-${name}`) ?? 'no cookie');
    }
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(15);
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/gp[sm]_/);
  });

  it('cannot open sealed data with its keys alone: the part of the browser or client is missing', async () => {
    const { portalKeys } = stage.suite.installation.secrets;
    const ring = keyRing(readKeys(readFileSync(portalKeys, 'utf8')), systemRandom);
    const rows = await everything();
    const held = new Set<string>(['']);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (typeof value === 'string') held.add(value);
      if (value instanceof Buffer) {
        for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) {
          held.add(value.toString(form));
        }
      }
    }
    const purposes = ['sign-in', 'browser-session', 'forward-code'].concat(
      ['AuthorizationCode', 'RefreshToken', 'AccessToken', 'Session'].map(
        (kind) => `openid ${kind}`,
      ),
    );
    const sealed = rows.flatMap(({ key_id: keyId, sealed: bytes }) =>
      typeof keyId === 'string' && bytes instanceof Buffer ? [{ keyId, bytes }] : [],
    );
    expect(sealed.length).toBeGreaterThan(0);
    for (const each of sealed) {
      for (const purpose of purposes) {
        for (const text of held) {
          expect(() => openHeld(ring, each, { purpose, held: text })).toThrow();
        }
      }
    }
    // With the cookie it opens. So the attempts above used portal's own steps.
    const cookie = browser.cookies.get('gatepost-session') ?? '';
    const opened = sealed.flatMap((each) => {
      try {
        return [openHeld(ring, each, { purpose: 'browser-session', held: cookie }).toString()];
      } catch {
        return [];
      }
    });
    expect(opened[0]).toMatch(/^gps_/);
  });

  it('opens no mailbox of a person who did not sign in there', async () => {
    const ask = (of: object) =>
      portal().call(AUTHORIZE, { account: mara.account, client_ip: BROWSER, ...of });
    const word = { service: 'SERVICE_WEB_UI', password_verified: true };
    expect(await codeOf(ask(word))).toBe(PERMISSION_DENIED);
    const guess = { password: Buffer.from('guessed') };
    expect(await codeOf(ask({ service: 'SERVICE_IMAP', ...guess }))).toBe(PERMISSION_DENIED);
    const guessed = await ask({ service: 'SERVICE_WEB_UI', ...guess });
    expect(outcomeOf(guessed)).not.toMatch(/^ALLOW/);
    expect(guessed.session_secret).toBe('');
    const { rows } = await db.query(
      "SELECT account FROM browser_session WHERE account LIKE 'luca%'",
    );
    expect(rows.length).toBeGreaterThan(0);
    const claims = ['1', randomBytes(16).toString('hex'), mara.account, Date.now() + 1e9, 'x'];
    for (const kind of ['mail', 'secret'] as const) {
      const body = Buffer.from(JSON.stringify(claims));
      const token = formatSessionToken({ kind, body, mac: randomBytes(32) });
      expect(await stage.openImap(mara.account, token)).not.toMatch(/^ALLOW/);
      expect(await stage.mailToken(token)).toBeUndefined();
    }
  });

  it('can use what passes through it only from the webmail’s network, for its own account', async () => {
    const { access_token: token } = tokens;
    expect(await stage.openImap(luca.account, token)).toBe('ALLOW RULE_SATISFIED');
    expect(await stage.openImap(luca.account, token, ELSEWHERE)).not.toMatch(/^ALLOW/);
    expect(await stage.openImap(mara.account, token)).not.toMatch(/^ALLOW/);
  });

  it('reaches no service of factors, nobody else’s trust and no administration', async () => {
    const methods = [
      'gatepost.policy.v1.ClientAdminService/PutClient',
      'gatepost.policy.v1.AccountAdminService/RemoveAccount',
      'gatepost.credential.v1.CredentialService/VerifyPassword',
      'gatepost.credential.v1.CredentialAdminService/SetPassword',
      'gatepost.otp.v1.OtpService/VerifyCode',
      'gatepost.otp.v1.OtpAdminService/ResetAccount',
      'gatepost.truststore.v1.TrustService/GrantSession',
      'gatepost.truststore.v1.TrustService/CheckSession',
      'gatepost.truststore.v1.TrustAdminService/ListTrust',
      'gatepost.audit.v1.AuditService/Query',
    ];
    expect(await reach(portal(), methods)).toEqual([]);
    for (const schema of ['credential', 'otp', 'saml', 'policy', 'trust_store', 'audit']) {
      const { rows } = await db.query(
        `SELECT has_schema_privilege($1, 'USAGE') AS may FROM pg_namespace WHERE nspname = $1`,
        [schema],
      );
      expect(rows, schema).toEqual([{ may: false }]);
    }
  });
});
