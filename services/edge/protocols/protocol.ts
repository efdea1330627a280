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

/** What a protocol needs from its listener. */
export interface ProtocolParts {
  readonly isTrusted: IsTrusted;
  /** Decides for this listener's domains and services. */
  readonly decide: (login: Login, located: Located) => Promise<Outcome>;
  /** Whether this listener may ask about an account and service. */
  readonly serves: (account: string, service: Service) => boolean;
}

/**
 * Locates a login that a mail server reports. The connecting peer and everyone on the way must be trusted to report. If
 * nothing is reported, the mail server is misconfigured.
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
  // The peer is the one of the mail server, not the mail server itself.
  return { kind: 'located', address: { ...located.address, peer: peer.value.text } };
}
