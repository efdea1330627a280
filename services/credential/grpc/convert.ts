import type * as Wire from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { AppPasswordWish, MadeAppPassword } from '../commands/add-app-password.js';
import type { AppPassword } from '../core/app-password.js';
import type { AccountSummary } from '../ports.js';

export const PASSWORD = { min: 1, max: 1024 };
/** As typed at a login. An empty one is allowed here and counts as wrong. */
export const TYPED = { max: 1024 };
/** Reads the request for an app password. `now` is in ms since the epoch. */
export function readWish(
  reader: RequestReader,
  request: Pick<Wire.CreateOwnAppPasswordRequest, 'label' | 'services' | 'expiresAt'>,
  now: number,
): Omit<AppPasswordWish, 'account' | 'onOneFactor'> {
  const expiresAt = request.expiresAt?.getTime();
  if (expiresAt !== undefined && !(expiresAt > now)) {
    reader.refuse('expires_at', 'is not in the future');
  }
  return {
    label: reader.text('label', request.label, { min: 1, max: 64 }),
    services: reader.services('services', request.services),
    expiresAt,
  };
}

/** How many more app passwords one call may end. */
const MOST_MORE = 100;

/** Reads the ids of one RPC: `id`, then `more_ids`. */
export function readIds(
  reader: RequestReader,
  { id, moreIds }: Pick<Wire.RevokeOwnAppPasswordRequest, 'id' | 'moreIds'>,
): string[] {
  if (moreIds.length > MOST_MORE) reader.refuse('more_ids', `are more than ${MOST_MORE}`);
  return [
    reader.text('id', id, { min: 1, max: 64 }),
    ...moreIds
      .slice(0, MOST_MORE)
      .map((more) => reader.text('more_ids', more, { min: 1, max: 64 })),
  ];
}

/** An app password without its secret, in the form of the RPC's answer. */
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

/** A new app password with its secret, which is shown only this once. */
export function madeToWire({ appPassword, secret }: MadeAppPassword) {
  return { appPassword: appPasswordToWire(appPassword), secret };
}

/** What the service stores about an account, in the form of the RPC's answer. */
export function accountToWire(summary: AccountSummary): Wire.Account {
  return {
    account: summary.account,
    hasPassword: summary.passwordSetAt !== undefined,
    passwordSetAt: dateOf(summary.passwordSetAt),
    appPasswords: summary.appPasswords,
  };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
