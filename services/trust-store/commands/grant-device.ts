import { hashToken, readToken, TOKEN_BYTES, writeToken } from '../core/device-token.js';
import { type KindLimits, lifetime } from '../core/limits.js';
import type { PresentedToken } from '../ports.js';
import type { GrantOutcome } from './grant-request.js';
import type { Granting } from './granting.js';
import { presentationTime } from './presentation-time.js';
import { judge, newToken, rotateToken } from './rotate-token.js';

interface Wish {
  readonly seconds: number;
  readonly label: string;
  readonly token: string | undefined;
}

interface GrantedDevice {
  readonly outcome: GrantOutcome;
  readonly token: string | undefined;
}

/**
 * Trusts a device. If the login carried a token of a trusted device, that trust is renewed. The token is rotated as in
 * any login, so that a lost answer costs nothing here either.
 */
export async function grantDevice(granting: Granting, wish: Wish): Promise<GrantedDevice> {
  const { device: limits } = granting.terms;
  if (limits === undefined) return { outcome: { refused: 'not-offered' }, token: undefined };
  const token = wish.token === undefined ? undefined : readToken(wish.token);
  const carried = token && (await carriedBy(granting, token));
  if (token === undefined || carried === undefined) return addDevice(granting, wish, limits, 0);
  const { tx, random, now, request, base } = granting;
  const presentedAt = presentationTime(request.presentedAt, now);
  if (judge(carried, presentedAt) === 'stolen') {
    const { decisionId, fromIp } = request;
    await tx.end([carried.trust.id], { why: 'stolen', clientIp: fromIp, decisionId }, now);
    return addDevice(granting, wish, limits, 1);
  }
  const until = now + lifetime(wish.seconds, limits) * 1000;
  const label = wish.label || carried.trust.label;
  await tx.renew(carried.trust, { label }, { ...base, until });
  const next = await rotateToken({ tx, random }, token, carried, presentedAt);
  return { outcome: { held: { trustId: carried.trust.id, until } }, token: writeToken(next) };
}

/** The live device that a token belongs to. Devices that ran out have been removed by now. */
async function carriedBy(granting: Granting, token: Buffer): Promise<PresentedToken | undefined> {
  const { tx, request, now, live } = granting;
  const presented = await tx.presented(request.account, hashToken(token), now);
  return live.some((trust) => trust.id === presented?.trust.id) ? presented : undefined;
}

async function addDevice(
  { tx, random, now, request, live, base }: Granting,
  wish: Wish,
  limits: KindLimits,
  ended: number,
): Promise<GrantedDevice> {
  const count = live.filter((trust) => trust.kind === 'device').length - ended;
  if (count >= limits.perAccount) return { outcome: { refused: 'limit' }, token: undefined };
  const until = now + lifetime(wish.seconds, limits) * 1000;
  const id = random.id();
  const { account } = request;
  const token = random.bytes(TOKEN_BYTES);
  await tx.add(
    { id, account, kind: 'device', prefix: '', label: wish.label },
    { ...base, until },
    newToken(random, token),
  );
  return { outcome: { held: { trustId: id, until } }, token: writeToken(token) };
}
