import type { Account } from '../../../libs/names/account.js';
import { hashToken, readToken, writeToken } from '../core/device-token.js';
import { isNewer, type Limits } from '../core/limits.js';
import { untilUnder } from '../core/trust.js';
import type { TrustParts } from '../ports.js';
import { presentationTime } from './presentation-time.js';
import { judge, rotateToken } from './rotate-token.js';

export interface UseDeviceRequest {
  readonly account: Account;
  readonly deviceToken: string;
  readonly address: string;
  readonly decisionId: string;
  readonly limits: Limits;
  /** When the login began. Undefined means now. */
  readonly presentedAt: number | undefined;
}

export type UseDeviceResult =
  | { readonly outcome: 'rotated'; readonly deviceToken: string }
  | { readonly outcome: 'stolen' | 'gone' };

/**
 * Uses a device token in a login whose password was right. Rotates it, or, if it was stolen, ends the device and
 * reports the theft.
 * @param signal if it is aborted before the turn comes, the token is not used
 */
export async function useDevice(
  parts: TrustParts,
  request: UseDeviceRequest,
  signal: AbortSignal,
): Promise<UseDeviceResult> {
  const token = readToken(request.deviceToken);
  if (token === undefined) return { outcome: 'gone' };
  return parts.inTurn(request.account.name, () => {
    signal.throwIfAborted();
    return useToken(parts, request, token);
  });
}

async function useToken(
  { store, clock, random }: TrustParts,
  request: UseDeviceRequest,
  token: Buffer,
): Promise<UseDeviceResult> {
  const { account, address, decisionId, limits } = request;
  return store.transaction(async (tx): Promise<UseDeviceResult> => {
    const presented = await tx.presented(account, hashToken(token), clock.now());
    if (presented === undefined || presented.trust.ranOut) return { outcome: 'gone' };
    const now = clock.now();
    const { trust, known } = presented;
    if (isNewer(limits, known) && untilUnder(limits.terms, trust) <= now) {
      return { outcome: 'gone' };
    }
    const presentedAt = presentationTime(request.presentedAt, now);
    if (judge(presented, presentedAt) === 'stolen') {
      await tx.end([trust.id], { why: 'stolen', clientIp: address, decisionId }, now);
      return { outcome: 'stolen' };
    }
    const next = await rotateToken({ tx, random }, token, presented, presentedAt);
    await tx.markUsed(trust.id, { at: now, ip: address });
    return { outcome: 'rotated', deviceToken: writeToken(next) };
  });
}
