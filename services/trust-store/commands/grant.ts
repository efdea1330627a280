import { isTooEarly } from '../core/not-before.js';
import type { TrustParts } from '../ports.js';
import { grantAddress } from './grant-address.js';
import { grantDevice } from './grant-device.js';
import type { GrantRequest, GrantResult } from './grant-request.js';
import type { Granting } from './granting.js';
import { type LockedTrusts, underLimits } from './under-limits.js';

/**
 * Grants trust within the limits. Grants of one account take turns.
 * @param signal if it is aborted before the grant's turn comes, nothing is granted
 */
export async function grant(
  parts: TrustParts,
  request: GrantRequest,
  signal: AbortSignal,
): Promise<GrantResult> {
  return underLimits(parts, request, signal, (locked) => grantNow(parts, request, locked));
}

async function grantNow(
  { random }: TrustParts,
  request: GrantRequest,
  { tx, binding, now, live, notBefore }: LockedTrusts,
): Promise<GrantResult> {
  if (isTooEarly(request.presentedAt ?? now, notBefore)) {
    const ended = { refused: 'ended' } as const;
    return { ip: request.ip && ended, device: request.device && ended, deviceToken: undefined };
  }
  const { decisionId, fromIp } = request;
  const { document, revision, terms } = binding;
  const base = { document, revision, grantedAt: now, decisionId, fromIp };
  const granting: Granting = { tx, random, now, request, live, terms, base };
  const ip = request.ip && (await grantAddress(granting, request.ip));
  const device = request.device && (await grantDevice(granting, request.device));
  return { ip, device: device?.outcome, deviceToken: device?.token };
}
