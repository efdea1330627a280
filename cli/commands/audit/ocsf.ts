import { isMultiFactor, type LoginView } from './login-view.js';

/** The version of the schema that the view was checked against. */
export const OCSF_VERSION = '1.9.0-dev';

const IDENTITY_AND_ACCESS = 3;
const AUTHENTICATION = 3002;
const LOGON = 1;
const SAML = 5;
const OTHER = 99;

/** `factor_type_id`. A session is no factor of its own. */
const FACTOR_TYPES: Readonly<Record<string, number>> = {
  password: 11,
  'app-password': 11,
  otp: 7,
  passkey: 10,
  saml: OTHER,
};

/** `status_id` and `severity_id`: a challenge is neither a success nor a failure yet. */
const OUTCOMES: Readonly<Record<string, readonly [status: number, severity: number]>> = {
  ALLOW: [1, 1],
  CHALLENGE: [OTHER, 1],
  DENY: [2, 2],
};

/** A login as an OCSF event of the class Authentication. */
export function toOcsf(login: LoginView, recorded: { index: number; recordedAt: number }) {
  const [status, severity] = OUTCOMES[login.decision] ?? [0, 0];
  const { service } = login;
  return {
    category_uid: IDENTITY_AND_ACCESS,
    class_uid: AUTHENTICATION,
    activity_id: LOGON,
    type_uid: AUTHENTICATION * 100 + LOGON,
    time: Date.parse(login.time),
    severity_id: severity,
    status_id: status,
    ...(status === OTHER && { status: login.decision }),
    status_code: login.reason,
    message: `${login.decision} ${login.account ?? 'nobody'} ${service ?? ''}`.trim(),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Gatepost', vendor_name: 'Gatepost' },
      uid: login.id,
      sequence: recorded.index,
      event_code: 'gatepost.login.v1',
      tenant_uid: login.domain,
      logged_time: recorded.recordedAt,
    },
    user: { name: login.account ?? 'unknown', domain: login.domain, email_addr: login.account },
    src_endpoint: login.clientIp === undefined ? undefined : { ip: login.clientIp },
    dst_endpoint: { name: login.frontEnd, svc_name: service },
    service: service === undefined ? undefined : { name: service },
    is_remote: true,
    is_mfa: isMultiFactor(login),
    auth_protocol_id: login.proved.includes('saml') ? SAML : undefined,
    auth_factors: factorsOf(login),
    session: login.sessionId === undefined ? undefined : { uid: login.sessionId },
    http_request: login.userAgent === undefined ? undefined : { user_agent: login.userAgent },
    unmapped: {
      rule: login.rule,
      policy: login.policy,
      peer_ip: login.peerIp,
      used: login.used,
    },
  };
}

function factorsOf({ proved }: LoginView) {
  const types = proved.map((factor) => FACTOR_TYPES[factor]).filter((type) => type !== undefined);
  if (types.length === 0) return undefined;
  return types.map((type) => ({
    factor_type_id: type,
    ...(type === OTHER && { factor_type: 'SAML' }),
  }));
}
