import type { Filter as WireFilter } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { parseCidr } from '../../../libs/names/cidr.js';
import { DECISIONS, type Filter } from '../core/filter.js';

const SHORT = { max: 255 };
const LONG = { max: 1024 };

/** @throws GatepostError INVALID_ARGUMENT that lists every error by field */
export function filterFromWire(wire: WireFilter | undefined): Filter {
  if (wire === undefined) return {};
  const read = new RequestReader();
  const given: { -readonly [K in keyof Filter]: Filter[K] | undefined } = {
    account: wire.account ? read.account('filter.account', wire.account).name : undefined,
    domain: wire.domain ? read.domain('filter.domain', wire.domain) : undefined,
    clientIp: wire.clientIp ? rangeOf(read, wire.clientIp) : undefined,
    service: wire.service ? read.service('filter.service', wire.service) : undefined,
    decision: wire.decision ? decisionOf(read, wire.decision) : undefined,
    reason: wire.reason ? read.text('filter.reason', wire.reason, SHORT) : undefined,
    rule: wire.rule ? read.text('filter.rule', wire.rule, LONG) : undefined,
    type: wire.type ? read.text('filter.type', wire.type, SHORT) : undefined,
    eventId: wire.eventId ? read.text('filter.event_id', wire.eventId, SHORT) : undefined,
    since: wire.since?.getTime(),
    until: wire.until?.getTime(),
  };
  const { since, until } = given;
  for (const [field, time] of Object.entries({ since, until })) {
    if (Number.isNaN(time)) read.refuse(`filter.${field}`, 'not a time');
  }
  if (since !== undefined && until !== undefined && since >= until) {
    read.refuse('filter.until', 'not after since');
  }
  read.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function rangeOf(read: RequestReader, text: string): string {
  const field = 'filter.client_ip';
  if (!text.includes('/')) {
    const { text: address, family } = read.address(field, text);
    return `${address}/${family === 4 ? 32 : 128}`;
  }
  const range = parseCidr(text);
  if (!range.ok) read.refuse(field, range.reason);
  return range.ok ? range.value.text : '';
}

function decisionOf(read: RequestReader, text: string): string {
  if (!DECISIONS.includes(text)) read.refuse('filter.decision', `not one of ${DECISIONS}`);
  return text;
}
