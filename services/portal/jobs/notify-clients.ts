import type { Clock } from '../../../libs/clock/index.js';
import type { Work } from '../../../libs/kit/jobs.js';
import type { Log } from '../../../libs/log/index.js';
import { tryAgainAt } from '../core/try-again.js';
import type { ClientLogouts, DueLogout, PostLogoutToken } from '../ports/client-logouts.js';
import type { Clients } from '../ports/clients.js';

/** Requests in progress for each client, in one replica: a client that hangs holds up only itself. */
const PER_CLIENT = 4;
const MOST = 400;

export interface NotifyParts {
  readonly logouts: ClientLogouts;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly makeToken: (due: DueLogout) => Promise<string>;
  readonly post: PostLogoutToken;
  readonly log: Log;
}

/** Notifies clients about sessions that ended. Every replica does this. */
export function openNotifier(parts: NotifyParts): Work {
  const { logouts, log } = parts;
  const inProgress = new Map<Promise<void>, string>();
  const countOf = (client: string) =>
    [...inProgress.values()].filter((each) => each === client).length;
  return async (signal) => {
    for (const client of await logouts.clientsDue()) {
      const room = Math.min(PER_CLIENT - countOf(client), MOST - inProgress.size);
      if (room <= 0) continue;
      for (const due of await logouts.claim(client, room)) {
        const notifying: Promise<void> = notify(parts, due, signal)
          .catch((error) => log.warn('a logout token could not be sent', { error, client }))
          .finally(() => inProgress.delete(notifying));
        inProgress.set(notifying, client);
      }
    }
  };
}

/** A delivery that a stop interrupts stays claimed until its lease is over. Then another replica takes it. */
async function notify(parts: NotifyParts, due: DueLogout, signal: AbortSignal): Promise<void> {
  const { logouts, clients, clock, makeToken, post, log } = parts;
  const { client, tries, endedAt } = due;
  const failure = await attempt();
  if (failure === undefined) return logouts.delivered(due);
  if (signal.aborted) return;
  const again = tryAgainAt(tries, endedAt, clock.now());
  if (again !== undefined) return logouts.postpone(due, again);
  log.warn('gave up telling a client that a session ended', { client, tries, failure });
  return logouts.giveUp(due, failure);

  async function attempt(): Promise<string | undefined> {
    const uri = clients(client)?.openid?.backchannelLogoutUri;
    if (uri === undefined) return 'the client has no address for logout tokens';
    return makeToken(due)
      .then((token) => post(uri, token, signal))
      .then(
        () => undefined,
        (error: Error) => error.message.slice(0, 200),
      );
  }
}
