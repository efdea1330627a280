import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureCertificates, type Role } from '../../libs/certificates/index.js';
import { methodsOf } from '../suite/methods.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite, targetsOf } from '../suite/start-suite.js';

const PERMISSION_DENIED = 7;
const UNAVAILABLE = 14;

/** Who may call what, by the design. Every other call must be refused. */
const CALLERS: Readonly<Record<string, readonly string[]>> = {
  'policy.v1.AuthorizationService': ['front-end/mail', 'front-end/webmail'],
  'policy.v1.PolicyAdminService': ['admin/operator', 'admin/corp-admin'],
  'policy.v1.ClientAdminService': ['admin/operator', 'admin/corp-admin'],
  'policy.v1.ClientService': ['service/portal'],
  'policy.v1.PolicySelfService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'policy.v1.AccountAdminService': ['admin/operator', 'admin/corp-admin'],
  'credential.v1.CredentialService': ['service/policy'],
  'credential.v1.AppPasswordService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'credential.v1.OwnPasswordService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'credential.v1.CredentialAdminService': ['admin/operator', 'admin/corp-admin'],
  'otp.v1.OtpService': ['service/policy'],
  'otp.v1.OtpEnrollmentService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'otp.v1.OtpAdminService': ['admin/operator', 'admin/corp-admin'],
  'passkey.v1.PasskeyService': ['service/policy'],
  'passkey.v1.PasskeyEnrollmentService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'passkey.v1.PasskeyAdminService': ['admin/operator', 'admin/corp-admin'],
  'saml.v1.SamlService': ['service/policy'],
  'saml.v1.SamlLogoutService': ['front-end/mail', 'front-end/webmail'],
  'saml.v1.SamlAdminService': ['admin/operator', 'admin/corp-admin'],
  'truststore.v1.TrustService': ['service/policy'],
  'truststore.v1.TrustSelfService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'truststore.v1.TrustWatchService': [
    ...['front-end/mail', 'front-end/webmail', 'service/edge', 'service/portal'],
  ],
  'truststore.v1.TrustAdminService': ['admin/operator', 'admin/corp-admin'],
  'notice.v1.NoticeSelfService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'notice.v1.NoticeLinkService': ['service/portal'],
  'notice.v1.NoticeAdminService': ['admin/operator', 'admin/corp-admin'],
  'portal.v1.PortalAdminService': ['admin/operator', 'admin/corp-admin'],
  'portal.v1.ForwardAuthService': ['service/edge'],
  'portal.v1.PortalService': ['service/policy'],
  'audit.v1.RecordService': [
    ...['service/policy', 'service/credential', 'service/otp', 'service/saml'],
    ...['service/trust-store', 'service/edge', 'service/portal', 'service/passkey'],
    'service/notice',
  ],
  'audit.v1.AuditSelfService': ['front-end/mail', 'front-end/webmail', 'service/portal'],
  'audit.v1.AuditService': ['auditor/auditor', 'admin/operator', 'admin/corp-admin'],
};

/** Methods whose callers differ from the rest of their service. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The first enrolment ends what one factor made.
  'credential.v1.CredentialService/EndOneFactorAppPasswords': [
    ...['service/policy', 'service/otp', 'service/passkey'],
  ],
  // A person who has only passkeys needs recovery codes as well.
  'otp.v1.OtpService/IssuePasskeyRecoveryCodes': ['service/policy', 'service/passkey'],
  'otp.v1.OtpService/NotePasskeys': ['service/policy', 'service/passkey'],
  ...Object.fromEntries(
    ['Authorize', 'MailToken', 'CheckSession', 'EndSession'].map((method) => [
      `policy.v1.AuthorizationService/${method}`,
      ['front-end/mail', 'front-end/webmail', 'service/edge', 'service/portal'],
    ]),
  ),
  'policy.v1.ClientService/ListRegistrations': ['service/portal', 'service/edge'],
  'truststore.v1.TrustService/RevokeAccount': ['service/policy', 'service/otp', 'service/saml'],
  'truststore.v1.TrustService/SetNotBefore': [
    ...['service/policy', 'service/credential', 'service/otp', 'service/passkey', 'service/saml'],
  ],
  'truststore.v1.TrustService/GetNotBefore': [
    ...['service/policy', 'service/credential', 'service/otp', 'service/passkey', 'service/saml'],
    ...['service/audit', 'service/notice'],
  ],
  'truststore.v1.TrustService/ClaimEnrolment': [
    ...['service/policy', 'service/otp', 'service/passkey'],
  ],
  'audit.v1.AuditService/Tail': [
    ...['auditor/auditor', 'admin/operator', 'admin/corp-admin', 'service/notice'],
  ],
  'portal.v1.PortalAdminService/GetBranding': [
    ...['admin/operator', 'admin/corp-admin', 'service/notice'],
  ],
  'audit.v1.AuditService/Erase': ['admin/operator'],
  'audit.v1.AuditService/Repair': ['admin/operator'],
  // A rehearsal counts and replays recorded logins.
  'audit.v1.AuditService/Query': [
    ...['auditor/auditor', 'admin/operator', 'admin/corp-admin', 'service/policy'],
  ],
  'audit.v1.AuditService/Stats': [
    ...['auditor/auditor', 'admin/operator', 'admin/corp-admin', 'service/policy'],
  ],
};

const IDENTITIES = [
  ...['front-end/mail', 'front-end/webmail', 'admin/operator', 'admin/corp-admin'],
  ...['auditor/auditor', 'service/policy', 'service/credential', 'service/otp', 'service/saml'],
  ...['service/trust-store', 'service/audit', 'service/edge', 'service/portal', 'service/passkey'],
  // Without an administrator's ticket these may call nothing.
  ...['service/notice', 'service/console'],
];

let suite: Suite;
beforeAll(async () => {
  // notice only runs with a relay. The test sends nothing to this one.
  const relay = new URL('smtp://127.0.0.1:9');
  suite = await startSuite({ corpDomains: ['corp.tld'], relay });
});
afterAll(() => suite?.close());

function clientOf(identity: string): ProtoClient {
  const [role, name = ''] = identity.split('/');
  return suite.client(role as Role, name);
}

/** The last two refuse callers that act only with an administrator's ticket, and sent none. */
const REFUSALS =
  / may not (call|be called|erase|repair)| is not for administrators$|^an administrator's ticket is needed$/;

/**
 * Whether a call with an empty request is refused because of its caller. A foreign ticket or source is refused with the
 * same status, but another message.
 */
async function isRefused(client: ProtoClient, method: ReturnType<typeof methodsOf>[number]) {
  const { name, requestStream, responseStream } = method;
  try {
    if (requestStream) await client.exchange(name, []);
    else if (responseStream) await client.first(name, {});
    else await client.call(name, {});
    return false;
  } catch (error) {
    const { code, details } = error as { code: number; details: string };
    return code === PERMISSION_DENIED && REFUSALS.test(details);
  }
}

describe('the allow-lists', () => {
  it.each(IDENTITIES)('let %s call only its part', async (identity) => {
    const client = clientOf(identity);
    const wrong: string[] = [];
    for (const method of methodsOf()) {
      const name = method.name.replace('gatepost.', '');
      const allowed = EXCEPTIONS[name] ?? CALLERS[name.split('/')[0] ?? ''] ?? [];
      // An administrator of some domains is refused if an empty request means all domains.
      if (allowed.includes(identity) && identity === 'admin/corp-admin') continue;
      const refused = await isRefused(client, method);
      if (refused === allowed.includes(identity)) wrong.push(`${name} refused: ${refused}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('an administrator of one domain', () => {
  const calls: [string, (domain: string) => object][] = [
    ['credential.v1.CredentialAdminService/CreateAccount', (d) => ({ account: `x@${d}` })],
    ['credential.v1.CredentialAdminService/ListAccounts', (d) => ({ domain: d })],
    ['otp.v1.OtpAdminService/ListAuthenticators', (d) => ({ account: `x@${d}` })],
    ['truststore.v1.TrustAdminService/ListTrust', (d) => ({ domain: d })],
    ['audit.v1.AuditService/Query', (d) => ({ filter: { domain: d } })],
    ['policy.v1.PolicyAdminService/History', (d) => ({ document: d })],
  ];

  it.each(calls)('may call %s there and nowhere else', async (method, requestFor) => {
    const client = clientOf('admin/corp-admin');
    const statusFor = (domain: string) =>
      client.call(`gatepost.${method}`, requestFor(domain)).then(
        () => 0,
        ({ code }) => code,
      );
    expect(await statusFor('corp.tld')).toBe(0);
    for (const other of ['other.tld', 'sub.corp.tld', 'xcorp.tld', 'tld']) {
      expect(await statusFor(other), other).toBe(PERMISSION_DENIED);
    }
  });

  it('may not touch what all domains share', async () => {
    const { exchange } = clientOf('admin/corp-admin');
    for (const document of ['*', 'template:x', 'other.tld']) {
      const file = { name: 'x', content: Buffer.from('x'), documents: [document] };
      const applied = exchange('gatepost.policy.v1.PolicyAdminService/Apply', [
        { options: {} },
        { file },
      ]);
      await expect(applied, document).rejects.toMatchObject({ code: PERMISSION_DENIED });
    }
  });
});

describe('a front-end', () => {
  const authorize = 'gatepost.policy.v1.AuthorizationService/Authorize';
  const login = { account: 'x@corp.tld', service: 'SERVICE_IMAP', client_ip: '192.0.2.1' };

  it('without the right to report a password is refused', async () => {
    const said = clientOf('front-end/webmail').call(authorize, {
      ...login,
      password_verified: true,
    });
    await expect(said).rejects.toMatchObject({ code: PERMISSION_DENIED });
    const trusted = clientOf('front-end/mail').call(authorize, {
      ...login,
      password_verified: true,
    });
    await expect(trusted).resolves.toMatchObject({ decision: 'DECISION_DENY' });
  });
});

it('the sign-in page signs people in, and guesses at no mailbox with its certificate', async () => {
  const login = { account: 'x@corp.tld', client_ip: '192.0.2.1', password: Buffer.from('guess') };
  const ask = (service: string, more = {}) =>
    clientOf('service/portal').call('gatepost.policy.v1.AuthorizationService/Authorize', {
      ...{ ...login, service: `SERVICE_${service}`, ...more },
    });
  for (const service of ['WEB_UI', 'WEB_ADMIN_UI', 'MOBILE_APP', 'DESKTOP_APP']) {
    await expect(ask(service), service).resolves.toMatchObject({ decision: 'DECISION_DENY' });
  }
  const others = ['IMAP', 'POP3', 'SMTP', 'EAS', 'DAV', 'SOAP', 'SIEVE', 'CHAT', 'CLI'];
  for (const service of others) {
    const refused = { code: PERMISSION_DENIED };
    await expect(ask(service), service).rejects.toMatchObject(refused);
    await expect(ask(service, { interactive: true }), service).rejects.toMatchObject(refused);
  }
});

describe('the connection', () => {
  const authorize = 'gatepost.policy.v1.AuthorizationService/Authorize';

  it('is refused without a certificate', async () => {
    const ca = suite.installation.tlsOf('front-end', 'mail').ca;
    const client = connectByProto({ targets: targetsOf(suite.installation), tls: { ca } });
    await expect(client.call(authorize, {})).rejects.toMatchObject({ code: UNAVAILABLE });
    client.close();
  });

  it('is refused with a certificate of another authority', async () => {
    const dir = join(suite.installation.layout.home, 'foreign');
    const identities = [{ role: 'front-end', name: 'mail' }] as const;
    const foreign = await ensureCertificates({ dir, identities, now: Date.now() });
    const { ca } = suite.installation.tlsOf('front-end', 'mail');
    const { cert, key } = foreign.filesOf('front-end', 'mail');
    expect(readFileSync(foreign.ca)).not.toEqual(readFileSync(ca));
    const tls = { ca, cert, key };
    const client = connectByProto({ targets: targetsOf(suite.installation), tls });
    await expect(client.call(authorize, {})).rejects.toMatchObject({ code: UNAVAILABLE });
    client.close();
  });
});
