import type { CallContext } from '../server/service.js';
import { readRequest } from './read-request.js';

/** Removes everything that a service stores about an account. */
export interface PurgeRequest {
  /** Canonical. */
  readonly account: string;
  /** SPIFFE URI of the service that asks. */
  readonly certificate: string;
  /** The administrator who has the account removed, as that service names them. */
  readonly actor: string;
}

/**
 * The handler of a service's PurgeAccount.
 * @param purge returns how many rows it removed; it is safe to repeat
 */
export function purgeHandler(purge: (request: PurgeRequest) => Promise<number>) {
  return async (
    wire: { readonly account: string; readonly actor: string },
    { caller }: CallContext,
  ) => {
    const request = readRequest((reader) => ({
      account: reader.account('account', wire.account).name,
      certificate: caller.uri,
      actor: reader.text('actor', wire.actor, { max: 600 }),
    }));
    return { removed: await purge(request) };
  };
}
