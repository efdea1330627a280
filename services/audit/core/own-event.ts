import { isService, type Service } from '../../../libs/names/services.js';

/** Sign-ins, changes, or both. */
export type OwnEventKind = 'all' | 'sign-ins' | 'changes';

/** What a person is shown of an event about their own account. Absent or empty fields are not in the event. */
export interface OwnEvent {
  readonly id: string;
  /** In ms since the epoch. */
  readonly time: number;
  readonly type: string;
  /** Present only for a sign-in. */
  readonly signIn?: OwnSignIn;
  readonly change?: OwnChange;
}

export interface OwnSignIn {
  readonly service: Service | undefined;
  readonly clientIp: string;
  readonly userAgent: string;
  readonly decision: string;
  readonly reason: string;
  readonly interactive: boolean;
  readonly proved: readonly string[];
  readonly trustHeld: readonly TrustKind[];
  readonly sessionId: string;
  readonly sessionSignInId: string;
  readonly client: string;
  readonly grants: readonly OwnGrant[];
  readonly firstPresented: string;
  readonly frontEnd: string;
}

export type TrustKind = 'ip' | 'device' | 'session';

export interface OwnGrant {
  readonly kind: TrustKind;
  readonly trustId: string;
  /** In ms since the epoch. */
  readonly until: number | undefined;
  readonly refused: string;
}

export interface OwnChange {
  readonly label: string;
  readonly id: string;
  readonly trustKind: TrustKind | undefined;
  /** In ms since the epoch. */
  readonly until: number | undefined;
  readonly byAdministrator: boolean;
  readonly decisionId: string;
  readonly services: readonly Service[];
  readonly reason: string;
  readonly clientIp: string;
  readonly recoveryCodes: number;
}

export const SIGN_IN = 'gatepost.login.v1';
/** The areas whose events report changes to a person's account. */
export const CHANGE_AREAS: readonly string[] = ['trust', 'otp', 'passkey', 'credential'];
/** Events of those areas that are not shown: maintenance, throttle counts, and what ends with the account. */
export const NOT_FOR_PEOPLE: readonly string[] = [
  ...['throttle-locked', 'throttle-unlocked', 'throttle-cleared'],
  ...['purged', 'keys-rotated', 'backend-set', 'password-rehashed', 'enrolment-begun'],
];

type Data = Readonly<Record<string, unknown>>;

/**
 * What a person may see of a recorded event. Fields are chosen one by one, so that a field added to an event later is
 * not shown unintentionally.
 */
export function ownEvent(bytes: Uint8Array): OwnEvent {
  const event = recordOf(JSON.parse(new TextDecoder().decode(bytes)));
  const data = recordOf(event.data);
  const type = textOf(event.type);
  const shared = { id: textOf(event.id), time: Date.parse(textOf(event.time)), type };
  return type === SIGN_IN
    ? { ...shared, signIn: signInOf(data) }
    : { ...shared, change: changeOf(data) };
}

function signInOf(data: Data): OwnSignIn {
  const session = recordOf(data.session);
  const trust = recordOf(data.trust);
  return {
    service: serviceOf(data.service),
    clientIp: textOf(data.client_ip),
    userAgent: textOf(data.user_agent),
    decision: textOf(data.decision),
    reason: textOf(data.reason),
    interactive: data.interactive === true,
    proved: listOf(data.proved).map(textOf),
    trustHeld: (['ip', 'device'] as const).filter((kind) => trust[kind] === true),
    sessionId: textOf(session.id),
    sessionSignInId: textOf(session.sign_in),
    client: textOf(session.client) || textOf(data.client),
    grants: listOf(data.grants).map(recordOf).flatMap(grantOf),
    firstPresented: textOf(recordOf(data.presented).first),
    frontEnd: nameOf(textOf(data.front_end)),
  };
}

function grantOf(grant: Data): OwnGrant[] {
  const kind = kindOf(grant.kind);
  if (kind === undefined) return [];
  const { trust_id: id, until, refused } = grant;
  return [{ kind, trustId: textOf(id), until: timeOf(until), refused: textOf(refused) }];
}

function changeOf(data: Data): OwnChange {
  const thing = recordOf(data.authenticator ?? data.passkey ?? data.app_password);
  const actor = recordOf(data.actor);
  return {
    label: textOf(data.label) || textOf(thing.label),
    id: textOf(data.trust_id) || textOf(thing.id) || textOf(data.about),
    trustKind: kindOf(data.kind),
    until: timeOf(data.until) ?? timeOf(thing.expires_at),
    byAdministrator: isAdministrator(textOf(actor.certificate)),
    decisionId: textOf(data.decision_id) || textOf(data.granted_by) || textOf(actor.decision_id),
    services: listOf(thing.services).flatMap((name) => serviceOf(name) ?? []),
    reason: textOf(data.reason) || textOf(data.why),
    clientIp: textOf(data.client_ip) || textOf(data.prefix) || textOf(data.from_ip),
    recoveryCodes: countOf(data.left ?? data.count ?? data.recovery_codes),
  };
}

function isAdministrator(certificate: string): boolean {
  return certificate.startsWith('spiffe://gatepost/admin/') || nameOf(certificate) === 'console';
}

function nameOf(identity: string): string {
  return identity.slice(identity.lastIndexOf('/') + 1);
}

function recordOf(value: unknown): Data {
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function countOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.trunc(value) : 0;
}

function timeOf(value: unknown): number | undefined {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? undefined : time;
}

function kindOf(value: unknown): TrustKind | undefined {
  return value === 'ip' || value === 'device' || value === 'session' ? value : undefined;
}

function serviceOf(value: unknown): Service | undefined {
  return typeof value === 'string' && isService(value) ? value : undefined;
}
