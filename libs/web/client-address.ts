import type { IncomingMessage } from 'node:http';
import { parseAddress } from '../names/address.js';
import { countedAddress } from '../names/counted-address.js';
import { carriedIpv4, type Nat64Prefix } from '../names/transition.js';
import {
  hopsOfForwardedFor,
  type IsTrusted,
  type Located,
  locate,
  trustedIn,
} from '../names/true-address.js';

/** Reads whose a connection or request is. */
export interface ClientAddresses {
  readonly isTrusted: IsTrusted;
  /** Whose request it is. A header of the client's own counts for nothing, and is no reason to refuse it. */
  locate(request: IncomingMessage): Located;
  /** Whom a bound counts a request for; a proxy that names nobody pays itself. */
  payerOf(request: IncomingMessage): string;
  /** As libs/names counts an address. */
  networkOf(address: string | undefined): string;
}

export interface ClientAddressSettings {
  /** Ranges. */
  readonly 'trusted-proxies': readonly string[];
  /** Prefixes under which an address is the IPv4 address that it carries. */
  readonly nat64: readonly Nat64Prefix[];
}

/** Reads client addresses behind the configured proxies. */
export function clientAddresses(settings: ClientAddressSettings): ClientAddresses {
  const { 'trusted-proxies': proxies, nat64 } = settings;
  const isTrusted = trustedIn(proxies, nat64);
  const locateIn = (request: IncomingMessage) => {
    const peer = { address: request.socket.remoteAddress ?? '', source: 'peer' } as const;
    const header = request.headers['x-forwarded-for'];
    const hops = hopsOfForwardedFor(peer, Array.isArray(header) ? header.join() : header);
    return locate(hops, isTrusted, 0);
  };
  const networkOf = (address: string | undefined) => {
    const parsed = parseAddress(address ?? '');
    return parsed.ok ? countedAddress(carriedIpv4(parsed.value, nat64)) : '';
  };
  return {
    isTrusted,
    locate: locateIn,
    networkOf,
    payerOf(request) {
      const located = locateIn(request);
      return networkOf(
        located.kind === 'located' ? located.address.client : request.socket.remoteAddress,
      );
    },
  };
}
