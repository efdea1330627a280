import { INTERACTIVE_SERVICES, type Service } from '../../../libs/names/services.js';
import type { Delegate } from './delegates.js';
import type { ServiceName } from './services.js';

/** One caller's entry in an allow-list, as libs/grpc reads it. */
interface Caller {
  readonly identity: string;
  readonly rpcs: readonly string[];
  readonly domains: readonly string[];
  readonly may?: readonly string[];
  /** Services of logins that the caller may ask about; absent means all. */
  readonly services?: readonly Service[];
}

export interface AllowListOptions {
  /** Administrators of some domains. */
  readonly delegates: readonly Delegate[];
}

const EVERYWHERE = ['*'];
/** What each service that keeps factors may call at trust-store. */
const NOT_BEFORE = ['SetNotBefore', 'GetNotBefore'].map(
  (method) => `gatepost.truststore.v1.TrustService/${method}`,
);
/** What services that enrol a second factor may call in addition. */
const CLAIM = 'gatepost.truststore.v1.TrustService/ClaimEnrolment';
const service = (name: string) => `spiffe://gatepost/service/${name}`;
const frontEnd = (name: string) => `spiffe://gatepost/front-end/${name}`;
const admin = (name: string) => `spiffe://gatepost/admin/${name}`;
const AUDITOR = 'spiffe://gatepost/auditor/auditor';

/** Who may call what at a service: every caller gets what its part needs, and nothing else. */
export function allowListOf(name: ServiceName, options: AllowListOptions): { callers: Caller[] } {
  return { callers: CALLERS[name](options.delegates) };
}

const CALLERS: Readonly<Record<ServiceName, (delegates: readonly Delegate[]) => Caller[]>> = {
  policy: (delegates) => [
    {
      identity: frontEnd('webmail'),
      rpcs: ['gatepost.policy.v1.AuthorizationService/*', 'gatepost.policy.v1.PolicySelfService/*'],
      domains: EVERYWHERE,
      may: ['explain'],
    },
    {
      identity: frontEnd('mail'),
      rpcs: ['gatepost.policy.v1.AuthorizationService/*', 'gatepost.policy.v1.PolicySelfService/*'],
      domains: EVERYWHERE,
      may: ['password-verified', 'interactive', 'explain'],
    },
    {
      identity: service('edge'),
      rpcs: [
        ...['Authorize', 'MailToken', 'CheckSession', 'EndSession'].map(
          (method) => `gatepost.policy.v1.AuthorizationService/${method}`,
        ),
        'gatepost.policy.v1.ClientService/ListRegistrations',
      ],
      domains: EVERYWHERE,
      // For mail servers that have checked the password themselves, and for forward authentication.
      may: ['password-verified', 'sessions'],
    },
    {
      identity: service('portal'),
      rpcs: [
        ...['Authorize', 'MailToken', 'CheckSession', 'EndSession'].map(
          (method) => `gatepost.policy.v1.AuthorizationService/${method}`,
        ),
        'gatepost.policy.v1.ClientService/ListRegistrations',
        'gatepost.policy.v1.PolicySelfService/*',
      ],
      domains: EVERYWHERE,
      may: ['sessions'],
      // A sign-in page is no mail server, so nobody can use its certificate to guess passwords for IMAP.
      services: INTERACTIVE_SERVICES,
    },
    ...administrators(delegates, [
      'gatepost.policy.v1.PolicyAdminService/*',
      'gatepost.policy.v1.AccountAdminService/*',
      'gatepost.policy.v1.ClientAdminService/*',
    ]),
    byTicket(
      'gatepost.policy.v1.PolicyAdminService/*',
      'gatepost.policy.v1.AccountAdminService/GetRemoval',
      'gatepost.policy.v1.ClientAdminService/*',
    ),
  ],
  credential: (delegates) => [
    only(service('policy'), 'gatepost.credential.v1.CredentialService/*'),
    ...['otp', 'passkey'].map((name) =>
      only(service(name), 'gatepost.credential.v1.CredentialService/EndOneFactorAppPasswords'),
    ),
    ...[frontEnd('webmail'), frontEnd('mail'), service('portal')].map((identity) =>
      only(
        identity,
        'gatepost.credential.v1.AppPasswordService/*',
        'gatepost.credential.v1.OwnPasswordService/*',
      ),
    ),
    ...administrators(delegates, ['gatepost.credential.v1.CredentialAdminService/*']),
    byTicket('gatepost.credential.v1.CredentialAdminService/*'),
  ],
  otp: (delegates) => [
    only(service('policy'), 'gatepost.otp.v1.OtpService/*'),
    only(
      service('passkey'),
      'gatepost.otp.v1.OtpService/IssuePasskeyRecoveryCodes',
      'gatepost.otp.v1.OtpService/NotePasskeys',
    ),
    only(frontEnd('webmail'), 'gatepost.otp.v1.OtpEnrollmentService/*'),
    only(frontEnd('mail'), 'gatepost.otp.v1.OtpEnrollmentService/*'),
    only(service('portal'), 'gatepost.otp.v1.OtpEnrollmentService/*'),
    ...administrators(delegates, ['gatepost.otp.v1.OtpAdminService/*']),
    byTicket('gatepost.otp.v1.OtpAdminService/*'),
  ],
  passkey: (delegates) => [
    only(service('policy'), 'gatepost.passkey.v1.PasskeyService/*'),
    only(frontEnd('webmail'), 'gatepost.passkey.v1.PasskeyEnrollmentService/*'),
    only(frontEnd('mail'), 'gatepost.passkey.v1.PasskeyEnrollmentService/*'),
    only(service('portal'), 'gatepost.passkey.v1.PasskeyEnrollmentService/*'),
    ...administrators(delegates, ['gatepost.passkey.v1.PasskeyAdminService/*']),
    byTicket('gatepost.passkey.v1.PasskeyAdminService/*'),
  ],
  saml: (delegates) => [
    only(service('policy'), 'gatepost.saml.v1.SamlService/*'),
    only(frontEnd('webmail'), 'gatepost.saml.v1.SamlLogoutService/*'),
    only(frontEnd('mail'), 'gatepost.saml.v1.SamlLogoutService/*'),
    ...administrators(delegates, ['gatepost.saml.v1.SamlAdminService/*']),
  ],
  'trust-store': (delegates) => [
    only(service('policy'), 'gatepost.truststore.v1.TrustService/*'),
    only(service('credential'), ...NOT_BEFORE),
    only(service('otp'), ...NOT_BEFORE, CLAIM, 'gatepost.truststore.v1.TrustService/RevokeAccount'),
    only(service('passkey'), ...NOT_BEFORE, CLAIM),
    only(service('saml'), ...NOT_BEFORE, 'gatepost.truststore.v1.TrustService/RevokeAccount'),
    ...['audit', 'notice'].map((name) =>
      only(service(name), 'gatepost.truststore.v1.TrustService/GetNotBefore'),
    ),
    ...['webmail', 'mail'].map((name) => ({
      identity: frontEnd(name),
      rpcs: [
        'gatepost.truststore.v1.TrustSelfService/*',
        'gatepost.truststore.v1.TrustWatchService/Watch',
      ],
      domains: EVERYWHERE,
    })),
    only(service('edge'), 'gatepost.truststore.v1.TrustWatchService/Watch'),
    only(
      service('portal'),
      'gatepost.truststore.v1.TrustSelfService/*',
      'gatepost.truststore.v1.TrustWatchService/Watch',
    ),
    ...administrators(delegates, ['gatepost.truststore.v1.TrustAdminService/*']),
    byTicket('gatepost.truststore.v1.TrustAdminService/*'),
  ],
  audit: (delegates) => [
    ...['credential', 'otp', 'passkey', 'saml', 'trust-store', 'edge'].map((name) =>
      only(service(name), 'gatepost.audit.v1.RecordService/Record'),
    ),
    only(frontEnd('webmail'), 'gatepost.audit.v1.AuditSelfService/*'),
    only(frontEnd('mail'), 'gatepost.audit.v1.AuditSelfService/*'),
    only(
      service('portal'),
      'gatepost.audit.v1.RecordService/Record',
      'gatepost.audit.v1.AuditSelfService/*',
    ),
    // People get notices about recorded events.
    only(
      service('notice'),
      'gatepost.audit.v1.RecordService/Record',
      'gatepost.audit.v1.AuditService/Tail',
    ),
    // A rehearsal counts and replays recorded logins.
    only(
      service('policy'),
      'gatepost.audit.v1.RecordService/Record',
      'gatepost.audit.v1.AuditService/Query',
      'gatepost.audit.v1.AuditService/Stats',
    ),
    {
      identity: AUDITOR,
      rpcs: [
        'Query',
        'Tail',
        'Prove',
        'Checkpoint',
        'Leaves',
        'CheckIndex',
        'Sources',
        'Stats',
      ].map((method) => `gatepost.audit.v1.AuditService/${method}`),
      domains: EVERYWHERE,
    },
    ...administrators(delegates, ['gatepost.audit.v1.AuditService/*']),
    byTicket('gatepost.audit.v1.AuditService/*'),
  ],
  portal: (delegates) => [
    only(service('edge'), 'gatepost.portal.v1.ForwardAuthService/RedeemCode'),
    only(service('policy'), 'gatepost.portal.v1.PortalService/PurgeAccount'),
    only(service('notice'), 'gatepost.portal.v1.PortalAdminService/GetBranding'),
    ...administrators(delegates, ['gatepost.portal.v1.PortalAdminService/*']),
  ],
  notice: (delegates) => [
    only(
      service('portal'),
      'gatepost.notice.v1.NoticeSelfService/*',
      'gatepost.notice.v1.NoticeLinkService/*',
    ),
    ...[frontEnd('webmail'), frontEnd('mail')].map((identity) =>
      only(identity, 'gatepost.notice.v1.NoticeSelfService/*'),
    ),
    ...administrators(delegates, ['gatepost.notice.v1.NoticeAdminService/*']),
    byTicket('gatepost.notice.v1.NoticeAdminService/*'),
  ],
  // No service calls it, only browsers.
  console: () => [],
  edge: () => [only(frontEnd('mail'), 'envoy.service.auth.v3.Authorization/Check')],
};

function only(identity: string, ...rpcs: readonly string[]): Caller {
  return { identity, rpcs, domains: EVERYWHERE };
}

/** The console may do only what an administrator's ticket allows; without a ticket it may call nothing. */
function byTicket(...rpcs: readonly string[]): Caller {
  return only(service('console'), ...rpcs);
}

/**
 * The operator administers every domain. An RPC that needs all domains is thereby refused to the
 * others.
 */
function administrators(delegates: readonly Delegate[], rpcs: readonly string[]): Caller[] {
  const entries = delegates.map(({ name, domains }) => ({ identity: admin(name), rpcs, domains }));
  return [{ identity: admin('operator'), rpcs, domains: EVERYWHERE }, ...entries];
}
