import { parseAddress } from '../../../libs/names/address.js';
import type { Service } from '../../../libs/names/services.js';
import {
  type Hop,
  type IsTrusted,
  type Located,
  locate,
} from '../../../libs/names/true-address.js';
import type { Login } from '../core/attempt.js';
import type { Outcome } from '../core/outcome.js';

/** What a protocol needs of its listener. */
export interface ProtocolParts {
  readonly isTrusted: IsTrusted;
  /** Decides for this listener's domains and services. */
  readonly decide: (login: Login, located: Located) => Promise<Outcome>;
  /** Whether this listener asks about that account and service at all. */
  readonly serves: (account: string, service: Service) => boolean;
}

/**
 * Where a login comes from that a mail server reports: whoever connects must be trusted to report,
 * and so must everyone on the way. Nothing reported is a mail server that is set up wrong.
 */
export function locateReport(
  connection: readonly Hop[],
  reported: readonly (Hop | undefined)[],
  isTrusted: IsTrusted,
): Located {
  const told = reported.filter((hop) => hop !== undefined);
  if (told.length === 0) return { kind: 'unreadable', claimed: '' };
  const located = locate([...connection, ...told], isTrusted);
  const peer = parseAddress(told[0]?.address ?? '');
  if (located.kind !== 'located' || !peer.ok) return located;
  // The peer is the mail server's, which knows the client: not the mail server.
  return { kind: 'located', address: { ...located.address, peer: peer.value.text } };
}
