import type { Hop } from '../../../libs/names/true-address.js';

/**
 * The addresses that Dovecot reports. `real_rip` is its TCP peer. `rip` is the client that the peer named by a PROXY
 * header, XCLIENT, or IMAP's ID from a trusted webmail; Dovecot does not say which.
 */
export function hopsOfDovecot(
  rip: string | undefined,
  realRip: string | undefined,
): (Hop | undefined)[] {
  const hop = (address: string | undefined): Hop | undefined =>
    address === undefined || address === '' ? undefined : { address, source: 'auth-hook' };
  // If the client's own address is missing, none is used: the proxy's must not take its place.
  return hop(rip) === undefined ? [] : [hop(realRip), hop(rip)];
}
