import { Factor, type Service, TrustKind } from '../../libs/gen/gatepost/common/v1/common.js';
import { Decision, Reason } from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { serviceFromWire, serviceToWire } from '../../libs/grpc/wire/service.js';
import { isService, SERVICES } from '../../libs/names/services.js';
import { usageError } from '../output/exit.js';

/** A service as typed: its exact name. */
export function parseService(text: string): Service {
  if (isService(text)) return serviceToWire(text) as Service;
  const near = SERVICES.find((service) => service.toLowerCase() === text.toLowerCase());
  throw usageError(`"${text}" is not a service: give ${near ?? `one of ${SERVICES.join(' ')}`}`);
}

/** The name of a service, as people type it. */
export function serviceName(service: Service): string {
  return serviceFromWire(service) ?? `UNKNOWN_${service}`;
}

const FACTORS = {
  password: Factor.PASSWORD,
  'app-password': Factor.APP_PASSWORD,
  otp: Factor.OTP,
  saml: Factor.SAML,
  'otp-enrolment': Factor.OTP_ENROLMENT,
  passkey: Factor.PASSKEY,
  session: Factor.SESSION,
  'passkey-enrolment': Factor.PASSKEY_ENROLMENT,
} as const;

/** @throws CliError (usage) if the word is not a factor */
export function parseFactor(text: string): Factor {
  const known = Object.entries(FACTORS).find(
    ([name]) => name === text && !name.endsWith('-enrolment'),
  );
  if (known !== undefined) return known[1];
  throw usageError(
    `"${text}" is not a factor: give one of password app-password otp saml passkey session`,
  );
}

/** The name of a factor, as policies write it. */
export function factorName(factor: Factor): string {
  return nameIn(FACTORS, factor);
}

const TRUST_KINDS = {
  ip: TrustKind.IP,
  device: TrustKind.DEVICE,
  session: TrustKind.SESSION,
} as const;

/** @throws CliError (usage) if the word is not a kind of trust */
export function parseTrustKind(text: string): TrustKind {
  if (text === 'ip' || text === 'device' || text === 'session') return TRUST_KINDS[text];
  throw usageError(`"${text}" is not a kind of trust: give ip, device or session`);
}

/** `ip`, `device` or `session`. */
export function trustKindName(kind: TrustKind): string {
  return nameIn(TRUST_KINDS, kind);
}

/** `ALLOW`, `CHALLENGE` or `DENY`. */
export function decisionName(decision: Decision): string {
  return nameIn(Decision, decision);
}

/** Such as `RULE_SATISFIED`. */
export function reasonName(reason: Reason): string {
  return nameIn(Reason, reason);
}

/** A number that this program does not know comes from a newer server: it is shown as it is. */
function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? `UNKNOWN_${value}`;
}
