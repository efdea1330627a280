import { type SendMailParts, sendMail } from '../commands/send-mail.js';
import type { Clock } from '../ports.js';

/** After this long, another replica sends a mail whose replica was killed. */
const CLAIM_MS = 300_000;

export interface SendParts extends SendMailParts {
  readonly clock: Clock;
  readonly connections: number;
}

/**
 * Sends the mails that are due, `connections` at a time, until none is left or `signal` is aborted.
 * @throws the first failure, after every mail that was claimed with it has been tried
 */
export async function sendDue(parts: SendParts, signal: AbortSignal): Promise<void> {
  const { mails, clock, connections } = parts;
  while (!signal.aborted) {
    const claimed = await mails.claim({ now: clock.now(), most: connections, forMs: CLAIM_MS });
    if (claimed.length === 0) return;
    const tries = await Promise.allSettled(
      claimed.map((mail) => sendMail(parts, mail, clock.now())),
    );
    for (const one of tries) if (one.status === 'rejected') throw one.reason;
  }
}

/**
 * Gives up mails that were claimed the maximum number of times.
 * @returns how many
 */
export async function giveUpExhausted(
  { mails, onAttempt }: SendMailParts,
  now: number,
  most: number,
): Promise<number> {
  const exhausted = await mails.exhausted({ now, most });
  for (const mail of exhausted) {
    onAttempt('exhausted', mail);
    await mails.failed(mail, `it was tried ${mail.attempts} times`, now);
  }
  return exhausted.length;
}
