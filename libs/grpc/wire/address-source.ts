import { AddressSource as WireSource } from '../../gen/gatepost/policy/v1/authorization.js';
import type { AddressSource } from '../../names/true-address.js';

const WIRE_SOURCES: Readonly<Record<AddressSource, WireSource>> = {
  peer: WireSource.PEER,
  'proxy-protocol': WireSource.PROXY_PROTOCOL,
  'forwarded-header': WireSource.FORWARDED_HEADER,
  xclient: WireSource.XCLIENT,
  'imap-id': WireSource.IMAP_ID,
  'auth-hook': WireSource.AUTH_HOOK,
};

/** How an address was learned, as its value of `gatepost.policy.v1.AddressSource`. */
export function sourceToWire(source: AddressSource): WireSource {
  return WIRE_SOURCES[source];
}

const SOURCES = new Map<number, AddressSource>(
  (Object.keys(WIRE_SOURCES) as AddressSource[]).map((source) => [WIRE_SOURCES[source], source]),
);

/** Undefined for ADDRESS_SOURCE_UNSPECIFIED and for a value this version does not know. */
export function sourceFromWire(value: number): AddressSource | undefined {
  return SOURCES.get(value);
}
