import { GIVE_UP_MS, pauseMs } from '../core/allowance.js';
import type { ClaimedMail, Letter, Mails, Relay } from '../ports.js';

/** Hands one claimed mail to the relay, and notes how that went. Never throws for what the relay says. */
export async function sendMail(
  parts: {
    readonly mails: Mails;
    readonly relay: Relay;
    readonly compose: (mail: ClaimedMail) => Promise<Letter>;
  },
  mail: ClaimedMail,
  now: number,
): Promise<void> {
  const { mails, relay, compose } = parts;
  const delivery = await relay.send(await compose(mail));
  if (delivery.is === 'taken') return mails.sent(mail, now);
  const lasts = delivery.is === 'later' && now - mail.madeAt < GIVE_UP_MS;
  if (lasts) return mails.again(mail, now + pauseMs(mail.attempts));
  return mails.failed(mail, delivery.why, now);
}
