import type { Role } from '../../libs/certificates/identity-uri.js';
import type { Target } from './client-config.js';

/** The service to call, and the default role to call it as. */
export interface Callee {
  readonly target: Target;
  readonly role: Role;
}

const CALLEES: Readonly<Record<string, Callee>> = {
  'gatepost.policy.v1.AuthorizationService': { target: 'policy', role: 'front-end' },
  'gatepost.policy.v1.PolicyAdminService': { target: 'policy', role: 'admin' },
  'gatepost.policy.v1.AccountAdminService': { target: 'policy', role: 'admin' },
  'gatepost.policy.v1.ClientAdminService': { target: 'policy', role: 'admin' },
  'gatepost.credential.v1.CredentialAdminService': { target: 'credential', role: 'admin' },
  'gatepost.otp.v1.OtpAdminService': { target: 'otp', role: 'admin' },
  'gatepost.passkey.v1.PasskeyAdminService': { target: 'passkey', role: 'admin' },
  'gatepost.portal.v1.PortalAdminService': { target: 'portal', role: 'admin' },
  'gatepost.notice.v1.NoticeAdminService': { target: 'notice', role: 'admin' },
  'gatepost.saml.v1.SamlAdminService': { target: 'saml', role: 'admin' },
  'gatepost.truststore.v1.TrustAdminService': { target: 'truststore', role: 'admin' },
  'gatepost.truststore.v1.TrustWatchService': { target: 'truststore', role: 'front-end' },
  'gatepost.audit.v1.AuditService': { target: 'audit', role: 'auditor' },
  'gatepost.audit.v1.AuditService/Erase': { target: 'audit', role: 'admin' },
  'gatepost.audit.v1.AuditService/Repair': { target: 'audit', role: 'admin' },
};

/** The callee of a method's path, such as `/gatepost.policy.v1.PolicyAdminService/Get`. */
export function calleeOf(path: string): Callee {
  const [, service = '', method = ''] = path.split('/');
  const callee = CALLEES[`${service}/${method}`] ?? CALLEES[service];
  if (callee === undefined) throw new TypeError(`${path} is not called from the command line`);
  return callee;
}

/** The SPIFFE URI that a service's certificate must have. */
export function identityOf(target: Target): string {
  return `spiffe://gatepost/service/${target === 'truststore' ? 'trust-store' : target}`;
}
