import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisteredClient } from '../../browser/openid-client.js';
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

const ALLOWED = 'ALLOW RULE_SATISFIED';
const WRONG = 'DENY WRONG_CREDENTIAL_FOR_SERVICE';

let stage: Stage;
let client: RegisteredClient;
let luca: Person;
let mara: Person;
beforeAll(async () => {
  stage = await openStage();
  client = await registerWebmail(stage);
  luca = await stage.person('luca@w.tld');
  mara = await stage.person('mara@w.tld');
});
afterAll(() => stage?.close());

const webmail = () => stage.suite.client('front-end', 'webmail');

describe('the webmail taken over, with its certificate and its client’s secret', () => {
  it('opens mail of a person who signed in there, from its own network, at the services of the rule', async () => {
    const token = (await stage.mailToken(await stage.signIn(luca))) ?? '';
    expect(await stage.openImap(luca.account, token)).toBe(ALLOWED);
    expect(await stage.openImap(luca.account, token, ELSEWHERE)).not.toMatch(/^ALLOW/);
    for (const service of ['SERVICE_WEB_UI', 'SERVICE_POP3', 'SERVICE_MOBILE_APP']) {
      const password = Buffer.from(token);
      const answer = await stage.login({ account: luca.account, service, password });
      expect(outcomeOf(answer), service).not.toMatch(/^ALLOW/);
    }
    expect(
      outcomeOf(
        await stage.login({
          ...luca,
          service: 'SERVICE_WEB_UI',
          client_ip: ELSEWHERE,
          password: Buffer.from(token),
        }),
      ),
    ).toBe(WRONG);
  });

  it('opens nobody else’s mail, of this domain or another', async () => {
    const token = (await stage.mailToken(await stage.signIn(luca))) ?? '';
    const other = await stage.person('luca@b.tld');
    for (const { account } of [mara, other]) {
      expect(await stage.openImap(account, token)).not.toMatch(/^ALLOW/);
    }
    // A person of another domain gets no session for it.
    await expect(stage.signIn(other)).rejects.toThrow(/no session/);
  });

  it('keeps no access beyond five minutes without a refresh, and none once the person signed out', async () => {
    const secret = await stage.signIn(luca);
    const token = (await stage.mailToken(secret)) ?? '';
    stage.suite.clock.advance(300_000);
    expect(await stage.openImap(luca.account, token)).toBe('DENY SESSION_ENDED');
    const next = (await stage.mailToken(secret)) ?? '';
    expect(await stage.openImap(luca.account, next)).toBe(ALLOWED);
    const portal = stage.suite.client('service', 'portal');
    await portal.call('gatepost.policy.v1.AuthorizationService/EndSession', {
      session_secret: secret,
    });
    expect(await stage.openImap(luca.account, next)).toBe('DENY SESSION_ENDED');
    expect(await stage.mailToken(secret)).toBeUndefined();
  });

  it('can report no right password, get no session, and ask nothing about sessions', async () => {
    const login = { account: mara.account, service: 'SERVICE_WEB_UI', client_ip: BROWSER };
    const refused = async (request: object) => codeOf(webmail().call(AUTHORIZE, request));
    expect(await refused({ ...login, password_verified: true })).toBe(PERMISSION_DENIED);
    const remember = { session_seconds: 0 };
    const password = Buffer.from(mara.password);
    expect(await refused({ ...login, password, remember })).toBe(PERMISSION_DENIED);
    const sessions = ['MailToken', 'CheckSession', 'EndSession'].map(
      (name) => `gatepost.policy.v1.AuthorizationService/${name}`,
    );
    expect(await reach(webmail(), sessions)).toEqual([]);
    expect(await reach(webmail(), ADMINISTRATION)).toEqual([]);
  });

  it('learns nothing about tokens of another client from the sign-in page', async () => {
    const credentials = { client_id: client.id, client_secret: client.secret };
    for (const token of ['x'.repeat(43), 'gpm_guessed']) {
      const answer = await fetch(`${stage.origin}/openid/introspect`, {
        method: 'POST',
        body: new URLSearchParams({ ...credentials, token }),
      });
      expect(await answer.json()).toEqual({ active: false });
    }
  });

  it('cannot use a ticket of another front-end', async () => {
    const { tickets } = await stage.suite.client('service', 'portal').call(AUTHORIZE, {
      ...{ account: luca.account, service: 'SERVICE_WEB_UI', client_ip: BROWSER },
      password: Buffer.from(luca.password),
    });
    const list = 'gatepost.truststore.v1.TrustSelfService/ListOwnTrust';
    expect(tickets.length).toBeGreaterThan(0);
    for (const { token: ticket } of tickets) {
      expect(await codeOf(webmail().call(list, { ticket }))).toBe(PERMISSION_DENIED);
    }
  });

  it('loses everything once its registration is removed, or is for other domains', async () => {
    const secret = await stage.signIn(luca);
    const token = (await stage.mailToken(secret)) ?? '';
    expect(await stage.openImap(luca.account, token)).toBe(ALLOWED);
    const clients = 'gatepost.policy.v1.ClientAdminService';
    const { clients: listed } = await stage.admin.call(`${clients}/ListClients`, {});
    const [registered] = listed.filter(({ id }: { id: string }) => id === 'webmail');
    await stage.admin.call(`${clients}/PutClient`, {
      client: { ...registered, domains: ['b.tld'] },
    });
    expect(await stage.openImap(luca.account, token)).toBe(WRONG);
    expect(await stage.mailToken(secret)).toBeUndefined();
    await stage.admin.call(`${clients}/PutClient`, { client: registered });
    expect(await stage.openImap(luca.account, token)).toBe(ALLOWED);
    await stage.admin.call(`${clients}/RemoveClient`, { id: 'webmail' });
    expect(await stage.openImap(luca.account, token)).toBe(WRONG);
    expect(await stage.mailToken(secret)).toBeUndefined();
  });
});

const ADMINISTRATION = [
  'gatepost.policy.v1.ClientAdminService/PutClient',
  'gatepost.policy.v1.ClientService/ListRegistrations',
  'gatepost.policy.v1.AccountAdminService/RemoveAccount',
  'gatepost.credential.v1.CredentialAdminService/SetPassword',
  'gatepost.otp.v1.OtpAdminService/ResetAccount',
  'gatepost.truststore.v1.TrustAdminService/ListTrust',
  'gatepost.truststore.v1.TrustService/GrantSession',
  'gatepost.portal.v1.ForwardAuthService/RedeemCode',
  'gatepost.audit.v1.AuditService/Query',
];
