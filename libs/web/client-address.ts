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

/** Finds the client behind a connection or a request. */
export interface ClientAddresses {
  readonly isTrusted: IsTrusted;
  /**
   * Returns the client's address. A `X-Forwarded-For` header that the client set itself is ignored, and does not make
   * the request fail.
   */
  locate(request: IncomingMessage): Located;
  /** Returns the network that limits count this request against. A proxy that names no client is counted itself. */
  quotaOwnerOf(request: IncomingMessage): string;
  /** Returns the network of an address, as libs/names counts addresses. */
  networkOf(address: string | undefined): string;
}

export interface ClientAddressSettings {
  /** Address ranges. */
  readonly 'trusted-proxies': readonly string[];
  /** NAT64 prefixes: an address under one of them stands for the IPv4 address inside it. */
  readonly nat64: readonly Nat64Prefix[];
}

/** Finds client addresses behind the configured proxies. */
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
    quotaOwnerOf(request) {
      const located = locateIn(request);
      return networkOf(
        located.kind === 'located' ? located.address.client : request.socket.remoteAddress,
      );
    },
  };
}
