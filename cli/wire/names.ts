import {
  Factor,
  TrustKind,
  Service as WireService,
} from '../../libs/gen/gatepost/common/v1/common.js';
import { Decision, Reason } from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { isService, SERVICES, type Service } from '../../libs/names/services.js';
import { usageError } from '../output/exit.js';

const WIRE_SERVICES: Readonly<Record<Service, WireService>> = {
  WebUI: WireService.WEB_UI,
  WebAdminUI: WireService.WEB_ADMIN_UI,
  Imap: WireService.IMAP,
  Pop3: WireService.POP3,
  Smtp: WireService.SMTP,
  EAS: WireService.EAS,
  Dav: WireService.DAV,
  SOAP: WireService.SOAP,
  Sieve: WireService.SIEVE,
  MobileApp: WireService.MOBILE_APP,
  DesktopApp: WireService.DESKTOP_APP,
  Chat: WireService.CHAT,
  Cli: WireService.CLI,
};

/** A service as it is typed: its exact name. */
export function parseService(text: string): WireService {
  if (isService(text)) return WIRE_SERVICES[text];
  const near = SERVICES.find((service) => service.toLowerCase() === text.toLowerCase());
  const hint = near === undefined ? `one of ${SERVICES.join(' ')}` : near;
  throw usageError(`"${text}" is no service: give ${hint}`);
}

export function serviceName(service: WireService): string {
  return SERVICES.find((name) => WIRE_SERVICES[name] === service) ?? '?';
}

const FACTORS = {
  password: Factor.PASSWORD,
  'app-password': Factor.APP_PASSWORD,
  otp: Factor.OTP,
  saml: Factor.SAML,
  'otp-enrolment': Factor.OTP_ENROLMENT,
} as const;

export function parseFactor(text: string): Factor {
  const known = Object.entries(FACTORS).find(([name]) => name === text && name !== 'otp-enrolment');
  if (known !== undefined) return known[1];
  throw usageError(`"${text}" is no factor: give one of password app-password otp saml`);
}

export function factorName(factor: Factor): string {
  return nameIn(FACTORS, factor);
}

const TRUST_KINDS = { ip: TrustKind.IP, device: TrustKind.DEVICE } as const;

export function parseTrustKind(text: string): TrustKind {
  if (text === 'ip' || text === 'device') return TRUST_KINDS[text];
  throw usageError(`"${text}" is no kind of trust: give ip or device`);
}

export function trustKindName(kind: TrustKind): string {
  return nameIn(TRUST_KINDS, kind);
}

/** `ALLOW`, `CHALLENGE` or `DENY`. */
export function decisionName(decision: Decision): string {
  return nameIn(Decision, decision);
}

/** E.g. `RULE_SATISFIED`. */
export function reasonName(reason: Reason): string {
  return nameIn(Reason, reason);
}

/** Numbers this program does not know come from a newer server: shown, never taken for another. */
function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? `UNKNOWN_${value}`;
}
