import { abortScope } from '../../../libs/clock/index.js';
import { GatepostError } from '../../../libs/errors/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { LiveSessions, PositionStore, Watch } from '../ports.js';
import { endLateSessions } from './end-late-sessions.js';

/** A healthy watch sends something every 10 s. */
const SILENCE_MS = 25_000;

export interface EndSessionsParts {
  readonly watch: Watch;
  readonly position: PositionStore;
  readonly sessions: LiveSessions;
  readonly domains: readonly string[];
  readonly log: Log;
}

/**
 * Follows trust that ends, and ends the sessions that depended on it: at once, and again when logins allowed just
 * before have become sessions. Only then is the position written, so that no session is missed if something is killed
 * or down in between. Ends with `stop`, or with the error that occurred.
 */
export async function endSessions(parts: EndSessionsParts, stop: AbortSignal): Promise<void> {
  try {
    await run(parts, stop, { after: parts.position.read(), endAllFirst: false });
  } catch (error) {
    if (!(error instanceof GatepostError) || error.code !== 'OUT_OF_RANGE') throw error;
    // It is not known what was missed, so every session is ended.
    parts.log.error('ends of trust were missed: every session ends', {
      sessions: parts.sessions.name,
    });
    await run(parts, stop, { after: '', endAllFirst: true });
  }
}

async function run(
  { watch, position, sessions, domains, log }: EndSessionsParts,
  stop: AbortSignal,
  { after, endAllFirst }: { after: string; endAllFirst: boolean },
): Promise<void> {
  const over = abortScope({ signals: [stop], ms: SILENCE_MS });
  const later = endLateSessions({
    ...{ sessions, domains, position, signal: over.signal },
    onFailed(error) {
      if (over.signal.aborted) return;
      log.warn('sessions cannot be ended now: trying again soon', {
        sessions: sessions.name,
        error,
      });
      over.abort();
    },
  });
  let isFirst = true;
  try {
    for await (const message of watch(after, over.signal)) {
      over.refresh();
      // Only now are later endings sure to be received.
      const endAll = isFirst && endAllFirst;
      if (endAll) await sessions.endAll(domains);
      // Without a position, a failure would resume from the time of the failure.
      if (isFirst && after === '' && !endAllFirst) await position.write(message.position);
      isFirst = false;
      const ended = message.ended && sessions.mayRestOn(message.ended) ? message.ended : undefined;
      if (ended !== undefined) {
        await sessions.end(ended);
        const { account, prefix } = ended;
        log.info('trust ended, and so do its sessions', {
          sessions: sessions.name,
          account,
          prefix,
        });
      }
      await later.add({ ...message, ended, endAll });
      over.refresh();
    }
  } finally {
    over.abort();
  }
}
