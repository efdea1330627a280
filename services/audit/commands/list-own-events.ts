import { invalidArgument } from '../../../libs/errors/index.js';
import type { Account } from '../../../libs/names/account.js';
import { type OwnEvent, type OwnEventKind, ownEvent } from '../core/own-event.js';
import { formatToken, parseToken } from '../core/page-token.js';
import type { Events } from '../ports.js';

const DEFAULT_SIZE = 25;
const MOST = 100;

/**
 * One page of an account's events that its person may see, newest first, and the token of the next page (empty on the
 * last).
 * @throws GatepostError INVALID_ARGUMENT
 */
export async function listOwnEvents(
  { events }: { readonly events: Events },
  request: {
    readonly account: Pick<Account, 'name' | 'domain'>;
    readonly kind: OwnEventKind;
    readonly size: number;
    readonly token: string;
  },
): Promise<{ events: readonly OwnEvent[]; nextToken: string }> {
  const { account, kind, size, token } = request;
  if (size > MOST) throw invalidArgument('page.size', `at most ${MOST}`);
  // A token is valid only for the same account and kind.
  const filter = { account: account.name, domain: account.domain, type: kind };
  const after = token === '' ? undefined : parseToken(token, filter);
  if (token !== '' && after === undefined) {
    throw invalidArgument('page.token', 'not a token of this list');
  }
  const wanted = size === 0 ? DEFAULT_SIZE : size;
  const found = await events.findOwn({
    ...{ account, kind, limit: wanted + 1 },
    ...(after === undefined ? {} : { after }),
  });
  const page = found.slice(0, wanted);
  const last = page.at(-1);
  const more = last !== undefined && page.length < found.length;
  return {
    events: page.map(({ event }) => ownEvent(event)),
    nextToken: more ? formatToken(last.position, filter) : '',
  };
}
