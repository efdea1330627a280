import type {
  SecondAddress as WireAddress,
  Notices as WireNotices,
} from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { OPTIONAL_KINDS } from '../core/kinds.js';
import type { SecondAddress } from '../core/second-address.js';
import type { OwnNotices } from '../ports.js';

/** @param offForDomain kinds that nobody in the domain is notified of */
export function noticesToWire(
  { off, addresses }: OwnNotices,
  offForDomain: readonly string[],
): WireNotices {
  const byState = (state: SecondAddress['state']) =>
    addresses.filter((one) => one.state === state).map(addressToWire);
  return {
    optionalKinds: OPTIONAL_KINDS.map((kind) => ({
      ...{ kind, off: off.includes(kind), offForDomain: offForDomain.includes(kind) },
    })),
    secondAddress: byState('confirmed')[0],
    asked: byState('asked')[0],
    former: byState('former'),
  };
}

function addressToWire({ address, since, until }: SecondAddress): WireAddress {
  return {
    address,
    since: new Date(since),
    until: until === undefined ? undefined : new Date(until),
  };
}
