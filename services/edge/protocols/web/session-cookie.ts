import { createHmac, timingSafeEqual } from 'node:crypto';

/** A session's secret in the form the browser stores, for one listener and, if bound, one address. */
export interface SessionCookie {
  /** @param boundTo the only address at which it is valid; undefined for any */
  seal(secret: string, boundTo: string | undefined): string;
  /** Undefined if it was not sealed here. */
  open(
    value: string,
  ): { readonly secret: string; readonly boundTo: string | undefined } | undefined;
}

const VALUE = /^([!-}]{1,1024})~([0-9a-f.:]{0,45})~([A-Za-z0-9_-]{43})$/;

/**
 * `SECRET~ADDRESS~MAC`, with an empty address if any is allowed. The MAC prevents a stolen cookie from being changed to
 * work at another address.
 * @param key at least 32 octets, the same on every replica
 */
export function sessionCookie({
  key,
  listener,
}: {
  key: Uint8Array;
  listener: string;
}): SessionCookie {
  const macOf = (secret: string, address: string) =>
    createHmac('sha256', key)
      .update(`gatepost/edge/session-cookie\n${listener}\n${address}\n${secret}`)
      .digest();
  return {
    seal(secret, boundTo = '') {
      return `${secret}~${boundTo}~${macOf(secret, boundTo).toString('base64url')}`;
    },
    open(value) {
      const [, secret = '', address = '', said = ''] = VALUE.exec(value) ?? [];
      const [mac, octets] = [macOf(secret, address), Buffer.from(said, 'base64url')];
      if (octets.length !== mac.length || !timingSafeEqual(octets, mac)) return undefined;
      return { secret, boundTo: address === '' ? undefined : address };
    },
  };
}
