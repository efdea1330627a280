import { invalidArgument } from '../../../libs/errors/index.js';
import { type Filter, withinDomain } from '../core/filter.js';
import { formatToken, parseToken } from '../core/page-token.js';
import type { Events, FoundEvent, RecordedEvent } from '../ports.js';

const DEFAULT_SIZE = 100;
const MOST = 1000;
/** A page ends before its answer exceeds the default limit of clients, 4 MiB. */
const MOST_OCTETS = 3 << 20;

/**
 * One page of matching events, newest first, and the token of the next page (empty on the last).
 * @throws GatepostError INVALID_ARGUMENT
 */
export async function query(
  { events }: { readonly events: Events },
  request: { readonly filter: Filter; readonly size: number; readonly token: string },
): Promise<{ events: readonly RecordedEvent[]; nextToken: string }> {
  const { size, token } = request;
  const filter = withinDomain(request.filter);
  if (size > MOST) throw invalidArgument('page.size', `at most ${MOST}`);
  const after = token === '' ? undefined : parseToken(token, filter);
  if (token !== '' && after === undefined) {
    throw invalidArgument('page.token', 'not a token of this query');
  }
  const wanted = size === 0 ? DEFAULT_SIZE : size;
  const found = await events.find({
    filter,
    limit: wanted + 1,
    ...(after === undefined ? {} : { after }),
  });
  const page = cut(found.slice(0, wanted));
  const last = page.at(-1);
  const more = last !== undefined && page.length < found.length;
  return { events: page, nextToken: more ? formatToken(last.position, filter) : '' };
}

function cut(found: FoundEvent[]): FoundEvent[] {
  let octets = 0;
  const end = found.findIndex(({ event }, i) => {
    octets += event.length + 100;
    return i > 0 && octets > MOST_OCTETS;
  });
  return end < 0 ? found : found.slice(0, end);
}
