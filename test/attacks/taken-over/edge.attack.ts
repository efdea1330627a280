import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerWebmail } from './register-webmail.js';
import {
  AUTHORIZE,
  BROWSER,
  codeOf,
  ELSEWHERE,
  NOT_FOUND,
  openStage,
  outcomeOf,
  type Person,
  reach,
  type Stage,
} from './stage.js';

let stage: Stage;
let luca: Person;
beforeAll(async () => {
  stage = await openStage();
  await registerWebmail(stage);
  luca = await stage.person('luca@w.tld');
});
afterAll(() => stage?.close());

const edge = () => stage.suite.client('service', 'edge');
const authorizeStated = (of: object) =>
  edge().call(AUTHORIZE, {
    ...{ account: luca.account, service: 'SERVICE_WEB_UI', client_ip: BROWSER },
    ...{ password_verified: true, ...of },
  });

describe('edge taken over, with its certificate', () => {
  it('can report that a password was right, and gets in only where a password alone is enough', async () => {
    expect(outcomeOf(await authorizeStated({}))).toBe('ALLOW RULE_SATISFIED');
    for (const service of ['SERVICE_MOBILE_APP', 'SERVICE_POP3', 'SERVICE_IMAP']) {
      expect(outcomeOf(await authorizeStated({ service })), service).not.toMatch(/^ALLOW/);
    }
  });

  it('gets a session only where a password alone gives one, with tokens valid only in the webmail’s network', async () => {
    const { session_secret } = await authorizeStated({
      ...{ client: 'webmail', remember: { session_seconds: 0 } },
    });
    const token = (await stage.mailToken(session_secret)) ?? '';
    expect(await stage.openImap(luca.account, token)).toBe('ALLOW RULE_SATISFIED');
    expect(await stage.openImap(luca.account, token, ELSEWHERE)).not.toMatch(/^ALLOW/);
    const strong = await authorizeStated({
      ...{ service: 'SERVICE_MOBILE_APP', remember: { session_seconds: 0 } },
    });
    expect(strong.session_secret).toBe('');
  });

  it('gets no ticket for factors, app passwords or the password by its own report', async () => {
    const { tickets } = await authorizeStated({});
    const purposes = tickets.map(({ purpose }: { purpose: string }) => purpose);
    expect(purposes.filter((purpose: string) => purpose !== 'view')).toEqual([]);
  });

  it('redeems no code that a browser did not bring', async () => {
    const guess = () => randomBytes(32).toString('base64url');
    const presented = { code: guess(), binding: guess(), client: 'webmail', host: 'https://x.tld' };
    const redeem = 'gatepost.portal.v1.ForwardAuthService/RedeemCode';
    expect(await codeOf(edge().call(redeem, presented))).toBe(NOT_FOUND);
  });

  it('reaches no service of factors, no trust except to watch and end it, and no administration', async () => {
    const methods = [
      'gatepost.credential.v1.CredentialService/VerifyPassword',
      'gatepost.credential.v1.AppPasswordService/CreateOwnAppPassword',
      'gatepost.otp.v1.OtpService/VerifyCode',
      'gatepost.otp.v1.OtpEnrollmentService/BeginEnrollment',
      'gatepost.truststore.v1.TrustService/GrantSession',
      'gatepost.truststore.v1.TrustSelfService/ListOwnTrust',
      'gatepost.truststore.v1.TrustAdminService/ListTrust',
      'gatepost.portal.v1.PortalService/PurgeAccount',
      'gatepost.policy.v1.ClientAdminService/PutClient',
      'gatepost.audit.v1.AuditService/Query',
    ];
    expect(await reach(edge(), methods)).toEqual([]);
  });
});
