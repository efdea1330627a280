import { internal } from '../../../libs/errors/index.js';
import { EVERY_DOMAIN, isNewer, type KnownLimits } from '../core/limits.js';
import type { StandingTrust, TrustParts, TrustTransaction } from '../ports.js';
import { grantAddress } from './grant-address.js';
import { grantDevice } from './grant-device.js';
import type { GrantRequest, GrantResult } from './grant-request.js';
import type { Granting } from './granting.js';
import { setLimits } from './set-limits.js';

/**
 * Grants trust, as far as the limits go; grants of one account take turns.
 * @param signal a grant whose turn comes when nobody waits for its answer is not made
 */
export async function grant(
  parts: TrustParts,
  request: GrantRequest,
  signal: AbortSignal,
): Promise<GrantResult> {
  return parts.inTurn(request.account.name, () => {
    signal.throwIfAborted();
    return grantNow(parts, request);
  });
}

async function grantNow(parts: TrustParts, request: GrantRequest): Promise<GrantResult> {
  const first = await attempt(parts, request);
  if ('known' in first) await learn(parts, request, first.known);
  const result = 'known' in first ? await attempt(parts, request) : first;
  if ('known' in result) throw internal(new Error('limits that were learnt are still newer'));
  return result;
}

/** Limits that are newer than the known ones must be known to all before trust rests on them. */
async function learn(parts: TrustParts, { account, limits }: GrantRequest, known: KnownLimits) {
  const gone = limits.document === EVERY_DOMAIN && known.hasOwn;
  const removed = {
    document: account.domain,
    revision: limits.revision,
    terms: 'removed',
  } as const;
  await setLimits(parts, gone ? [limits, removed] : [limits]);
}

async function attempt(
  { store, clock, random }: TrustParts,
  request: GrantRequest,
): Promise<GrantResult | { known: KnownLimits }> {
  const { account, decisionId, fromIp, limits } = request;
  return store.transaction(async (tx) => {
    const binding = await tx.limitsOf(account.domain);
    if (isNewer(limits, binding.known)) return { known: binding.known };
    await tx.lockAccount(account.name);
    const now = clock.now();
    const granting: Granting = {
      tx,
      random,
      now,
      request,
      live: await endRunOut(tx, await tx.trustsOf(account, now), now),
      terms: binding.terms,
      base: {
        document: binding.document,
        revision: binding.revision,
        grantedAt: now,
        decisionId,
        fromIp,
      },
    };
    const ip = request.ip && (await grantAddress(granting, request.ip));
    const device = request.device && (await grantDevice(granting, request.device));
    return { ip, device: device?.outcome, deviceToken: device?.token };
  });
}

/** What has run out is not revived: it ends, with its event, and a grant for it is a new one. */
async function endRunOut(tx: TrustTransaction, trusts: StandingTrust[], now: number) {
  const over = trusts.filter((trust) => trust.ranOut !== undefined);
  await tx.end(
    over.map((trust) => trust.id),
    { why: 'ran-out' },
    now,
  );
  return trusts.filter((trust) => trust.ranOut === undefined);
}
