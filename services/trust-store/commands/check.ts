import type { Account } from '../../../libs/names/account.js';
import { hashToken, readToken } from '../core/device-token.js';
import { isNewer, type Limits } from '../core/limits.js';
import { type Held, isUseNews, untilUnder } from '../core/trust.js';
import type { TrustParts } from '../ports.js';

export interface CheckRequest {
  readonly account: Account;
  /** Undefined: no address is asked about. */
  readonly address: string | undefined;
  /** The token as presented. Undefined if none was presented or it is not asked about. */
  readonly deviceToken: string | undefined;
  /** The limits of the deciding document. */
  readonly limits: Limits;
}

export interface CheckResult {
  readonly ip: Held | undefined;
  readonly device: Held | undefined;
  readonly deviceSuperseded: boolean;
}

/** The trust that holds for a connection now. Writes nothing. */
export async function check(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  request: CheckRequest,
): Promise<CheckResult> {
  const { account, address, deviceToken, limits } = request;
  const token = deviceToken === undefined ? undefined : readToken(deviceToken);
  if (address === undefined && token === undefined) return NOTHING;
  const now = clock.now();
  const tokenHash = token && hashToken(token);
  const { known, held } = await store.check({ account, address, tokenHash, now });
  const binding = isNewer(limits, known) ? limits.terms : undefined;
  let result = NOTHING;
  for (const trust of held) {
    const until = binding === undefined ? trust.until : untilUnder(binding, trust);
    if (until <= now) continue;
    if (trust.kind === 'session') continue;
    if (trust.superseded) {
      result = { ...result, deviceSuperseded: true };
    } else if (until > (result[trust.kind]?.until ?? 0)) {
      const useIsNews = isUseNews(trust, now);
      result = { ...result, [trust.kind]: { trustId: trust.id, until, useIsNews } };
    }
  }
  return result;
}

const NOTHING: CheckResult = { ip: undefined, device: undefined, deviceSuperseded: false };
