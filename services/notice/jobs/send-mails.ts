import { sendMail } from '../commands/send-mail.js';
import type { ClaimedMail, Clock, Letter, Mails, Relay } from '../ports.js';

/** After so long a mail whose replica was killed is sent by another. */
const CLAIM_MS = 300_000;

export interface SendParts {
  readonly mails: Mails;
  readonly relay: Relay;
  readonly compose: (mail: ClaimedMail) => Promise<Letter>;
  readonly clock: Clock;
  readonly connections: number;
}

/** Sends what is due, `connections` at a time, until nothing is or `signal` is aborted. */
export async function sendDue(parts: SendParts, signal: AbortSignal): Promise<void> {
  const { mails, clock, connections } = parts;
  while (!signal.aborted) {
    const claimed = await mails.claim({ now: clock.now(), most: connections, forMs: CLAIM_MS });
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((mail) => sendMail(parts, mail, clock.now())));
  }
}
