import type { Random } from '../../../libs/random/index.js';
import { hashToken, succeedToken, TOKEN_BYTES } from '../core/device-token.js';
import { judgeToken, type TokenVerdict } from '../core/judge-token.js';
import type { NewToken, PresentedToken, TrustTransaction } from '../ports.js';

/** A new device token with the values that are stored for it. */
export function newToken(random: Random, token = random.bytes(TOKEN_BYTES)): NewToken {
  return { hash: hashToken(token), salt: random.bytes(TOKEN_BYTES) };
}

/** Judges a presented token whose login began at `presentedAt` (ms since the epoch). */
export function judge(presented: PresentedToken, presentedAt: number): TokenVerdict {
  const { links, presentedSeq } = presented;
  return judgeToken(
    { seq: links[0]?.seq ?? 0, presentedSeq, successorPresentedAt: links[1]?.presentedAt },
    presentedAt,
  );
}

/**
 * The newest token in the succession of `token`. A successor is made if there is none yet. Presenting one token twice
 * gives the same successor twice.
 */
export async function rotateToken(
  { tx, random }: { tx: TrustTransaction; random: Random },
  token: Buffer,
  presented: PresentedToken,
  presentedAt: number,
): Promise<Buffer> {
  const { trust, links, presentedSeq } = presented;
  const first = links[0]?.seq ?? 0;
  if (first > presentedSeq) await tx.markPresented(trust.id, first, presentedAt);
  let newest = token;
  for (const link of links.slice(0, -1)) newest = succeedToken(newest, link.salt);
  const last = links.at(-1);
  // A successor that has not been presented yet is given out again.
  if (last === undefined || last.seq > Math.max(first, presentedSeq)) return newest;
  const successor = succeedToken(newest, last.salt);
  await tx.addToken(trust.id, last.seq + 1, newToken(random, successor));
  return successor;
}
