import {
  type Actor,
  type PageRequest,
  type Throttle,
  Verdict as WireVerdict,
} from '../../../libs/gen/gatepost/common/v1/common.js';
import type * as Wire from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { RequestReader } from '../../../libs/grpc/wire/request-reader.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { AppPasswordWish, MadeAppPassword } from '../commands/add-app-password.js';
import type { AppPassword } from '../core/app-password.js';
import type { EventActor } from '../core/events.js';
import type { Told, Verdict } from '../core/verdict.js';
import type { AccountSummary, Throttled } from '../ports.js';

/** Reads a request whole: what is wrong with it is told at once. */
export function readRequest<T>(read: (reader: RequestReader) => T): T {
  const reader = new RequestReader();
  const value = read(reader);
  reader.finish();
  return value;
}

export const PASSWORD = { min: 1, max: 1024 };
/** As typed at a login: an empty one is a wrong one. */
export const TYPED = { max: 1024 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readDecisionId(reader: RequestReader, text: string): string {
  if (!UUID.test(text)) reader.refuse('decision_id', 'not a UUID');
  return text;
}

/** An administrator, by certificate and by their own word. */
export function readActor(
  reader: RequestReader,
  actor: Actor | undefined,
  certificate: string,
): EventActor {
  return {
    kind: 'admin',
    certificate,
    onBehalfOf: reader.text('actor.on_behalf_of', actor?.onBehalfOf ?? '', { max: 254 }),
    comment: reader.text('actor.comment', actor?.comment ?? '', { max: 1000 }),
  };
}

export function readWish(
  reader: RequestReader,
  request: Pick<Wire.CreateOwnAppPasswordRequest, 'label' | 'services' | 'expiresAt'>,
  now: number,
): Omit<AppPasswordWish, 'account' | 'onOneFactor'> {
  const expiresAt = request.expiresAt?.getTime();
  if (expiresAt !== undefined && !(expiresAt > now)) {
    reader.refuse('expires_at', 'does not lie in the future');
  }
  return {
    label: reader.text('label', request.label, { min: 1, max: 64 }),
    services: reader.services('services', request.services),
    expiresAt,
  };
}

export function readPageSize(reader: RequestReader, page: PageRequest | undefined): number {
  const size = reader.whole('page.size', page?.size ?? 0, { min: 0, max: 1000 });
  return size === 0 ? 100 : size;
}

const VERDICTS = {
  verified: WireVerdict.VERIFIED,
  wrong: WireVerdict.WRONG,
  'wrong-service': WireVerdict.WRONG_SERVICE,
  'rate-limited': WireVerdict.RATE_LIMITED,
} as const satisfies Record<Verdict, WireVerdict>;

export function toldToWire({ verdict, freeInMs = 0 }: Told) {
  return { verdict: VERDICTS[verdict], retryAfterSeconds: Math.ceil(freeInMs / 1000) };
}

export function appPasswordToWire(appPassword: AppPassword): Wire.AppPassword {
  return {
    id: appPassword.id,
    account: appPassword.account,
    label: appPassword.label,
    services: appPassword.services.map(serviceToWire),
    createdAt: new Date(appPassword.createdAt),
    lastUsedAt: dateOf(appPassword.lastUsedAt),
    lastUsedIp: appPassword.lastUsedIp ?? '',
    expiresAt: dateOf(appPassword.expiresAt),
    enabled: appPassword.enabled,
    onOneFactor: appPassword.onOneFactor,
  };
}

export function madeToWire({ appPassword, secret }: MadeAppPassword) {
  return { appPassword: appPasswordToWire(appPassword), secret };
}

export function accountToWire(summary: AccountSummary): Wire.Account {
  return {
    account: summary.account,
    hasPassword: summary.passwordSetAt !== undefined,
    passwordSetAt: dateOf(summary.passwordSetAt),
    appPasswords: summary.appPasswords,
  };
}

export function throttleToWire(throttled: Throttled): Throttle {
  const { nextFreeAt, ...rest } = throttled;
  return { ...rest, nextFreeAt: new Date(nextFreeAt) };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
