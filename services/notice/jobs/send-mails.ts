import { createWakeSignal } from '../../../libs/clock/wake-signal.js';
import type { Log } from '../../../libs/log/index.js';
import { sendMail } from '../commands/send-mail.js';
import type { ClaimedMail, Clock, Letter, Mails, Relay } from '../ports.js';

const EVERY_MS = 2_000;
/** After so long a mail whose replica was killed is sent by another. */
const CLAIM_MS = 300_000;

/** Sends what is due, `connections` at a time, on every replica. Returns what wakes and what stops it. */
export function sendMails(parts: {
  readonly mails: Mails;
  readonly relay: Relay;
  readonly compose: (mail: ClaimedMail) => Promise<Letter>;
  readonly clock: Clock;
  readonly connections: number;
  readonly log: Log;
}): { wake(): void; stop(): Promise<void> } {
  const { mails, clock, connections, log } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = createWakeSignal();
  const sendDue = async (): Promise<void> => {
    while (!signal.aborted) {
      const claimed = await mails.claim({ now: clock.now(), most: connections, forMs: CLAIM_MS });
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((mail) => sendMail(parts, mail, clock.now())));
    }
  };
  const running = (async () => {
    while (!signal.aborted) {
      await sendDue().catch((error) => log.warn('mails cannot be sent now: again soon', { error }));
      await bell.wait(EVERY_MS, signal);
    }
  })();
  return {
    wake: () => bell.wake(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
