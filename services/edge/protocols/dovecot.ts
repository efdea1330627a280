import type { Hop } from '../../../libs/names/true-address.js';

/**
 * Whom Dovecot says it spoke to: `real_rip` is its TCP peer, `rip` the client that peer named (by a
 * PROXY header, XCLIENT, or IMAP's ID from a trusted webmail: Dovecot does not say which).
 */
export function hopsOfDovecot(
  rip: string | undefined,
  realRip: string | undefined,
): (Hop | undefined)[] {
  const hop = (address: string | undefined): Hop | undefined =>
    address === undefined || address === '' ? undefined : { address, source: 'auth-hook' };
  // Without the client's own address there is none: the proxy's must not stand in for it.
  return hop(rip) === undefined ? [] : [hop(realRip), hop(rip)];
}
