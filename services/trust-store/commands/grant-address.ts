import type { Address } from '../../../libs/names/address.js';
import { renewedBy, trustedPrefix } from '../core/address-trust.js';
import { lifetime } from '../core/limits.js';
import type { GrantOutcome } from './grant-request.js';
import type { Granting } from './granting.js';

/** Trusts an address, or renews the trust it has. */
export async function grantAddress(
  { tx, random, now, request, live, terms, base }: Granting,
  wish: { readonly address: Address; readonly seconds: number },
): Promise<GrantOutcome> {
  if (terms.ip === undefined) return { refused: 'not-offered' };
  const prefix = trustedPrefix(wish.address, terms.ip.ipv6Prefix);
  const until = now + lifetime(wish.seconds, terms.ip) * 1000;
  const renewed = renewedBy(live, wish.address, prefix);
  if (renewed !== undefined) {
    await tx.renew(renewed, { prefix }, { ...base, until });
    return { held: { trustId: renewed.id, until } };
  }
  const count = live.filter((trust) => trust.kind === 'ip').length;
  if (count >= terms.ip.perAccount) return { refused: 'limit' };
  const id = random.id();
  const { account } = request;
  await tx.add({ id, account, kind: 'ip', prefix, label: '' }, { ...base, until });
  return { held: { trustId: id, until } };
}
