import { giveUpMs, MOST_WRITING, pauseMs } from '../core/allowance.js';
import type { ClaimedMail, Letter, Mails, Relay, SendOutcome } from '../ports.js';

export interface SendMailParts {
  readonly mails: Mails;
  readonly relay: Relay;
  readonly compose: (mail: ClaimedMail) => Promise<Letter>;
  /** Called with the outcome; `error` is set if a mail could not be written. */
  readonly onAttempt: (attempt: SendOutcome, mail: ClaimedMail, error?: unknown) => void;
}

/** How often to try to store that the relay has the mail. If that is not stored, the mail is sent again. */
const MOST_NOTING = 3;

/**
 * Writes one claimed mail, hands it to the relay, and stores the outcome. Every failure ends at some time. A mail that
 * cannot be written is given up after some hours, and one that the relay does not take after five days. Throws only if
 * the database cannot be asked.
 */
export async function sendMail(
  parts: SendMailParts,
  mail: ClaimedMail,
  now: number,
): Promise<void> {
  const { mails, relay, compose, onAttempt } = parts;
  let letter: Letter;
  try {
    letter = await compose(mail);
  } catch (error) {
    onAttempt('unwritten', mail, error);
    if (mail.attempts < MOST_WRITING) return mails.again(mail, now + pauseMs(mail.attempts));
    return mails.failed(mail, 'it could not be written', now);
  }
  const delivery = await relay.send(letter);
  onAttempt(delivery.is, mail);
  if (delivery.is === 'taken') return noteSent(mails, mail, now);
  const lasts = delivery.is === 'later' && now - mail.madeAt < giveUpMs(mail.kind);
  if (lasts) return mails.again(mail, now + pauseMs(mail.attempts));
  return mails.failed(mail, delivery.why, now);
}

/** Retries, so that a short database outage or a record that accepts nothing does not cause a second mail. */
async function noteSent(mails: Mails, mail: ClaimedMail, now: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await mails.sent(mail, now);
    } catch (error) {
      if (attempt < MOST_NOTING) continue;
      await mails.endUnrecorded(mail);
      throw error;
    }
  }
}
