import type { IncomingMessage } from 'node:http';
import { parseAddress } from '../../../libs/names/address.js';
import { countedAddress } from '../../../libs/names/counted-address.js';
import {
  hopsOfForwardedFor,
  type IsTrusted,
  type Located,
  locate,
} from '../../../libs/names/true-address.js';

/** Whose request it is. A header of the client's own counts for nothing, and is no reason to refuse it. */
export function locateClient(request: IncomingMessage, isTrusted: IsTrusted): Located {
  const peer = { address: request.socket.remoteAddress ?? '', source: 'peer' } as const;
  const header = request.headers['x-forwarded-for'];
  const hops = hopsOfForwardedFor(peer, Array.isArray(header) ? header.join() : header);
  return locate(hops, isTrusted, 0);
}

/** Whom a bound counts a request for; a proxy that names nobody pays itself. */
export function payerOf(request: IncomingMessage, isTrusted: IsTrusted): string {
  const located = locateClient(request, isTrusted);
  return networkOf(
    located.kind === 'located' ? located.address.client : request.socket.remoteAddress,
  );
}

/** As libs/names counts an address. */
export function networkOf(address: string | undefined): string {
  const parsed = parseAddress(address ?? '');
  return parsed.ok ? countedAddress(parsed.value) : '';
}
