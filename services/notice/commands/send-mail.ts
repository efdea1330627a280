import { giveUpMs, MOST_WRITING, pauseMs } from '../core/allowance.js';
import type { ClaimedMail, Letter, Mails, Relay, SendOutcome } from '../ports.js';

export interface SendMailParts {
  readonly mails: Mails;
  readonly relay: Relay;
  readonly compose: (mail: ClaimedMail) => Promise<Letter>;
  /** Told how it went; `error` where a mail could not be written. */
  readonly onAttempt: (attempt: SendOutcome, mail: ClaimedMail, error?: unknown) => void;
}

/** How often a note that the relay has the mail is tried: without it, the mail goes out again. */
const MOST_NOTING = 3;

/**
 * Writes one claimed mail, hands it to the relay, and notes how that went. Every way this can go wrong
 * has an end: a mail that cannot be written is given up after some hours, one that the relay does not
 * take after five days. Throws only where the database cannot be asked.
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

/** A database that was away for a moment, or a record that takes no more, makes no second mail. */
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
