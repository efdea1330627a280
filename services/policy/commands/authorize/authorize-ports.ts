import type { Clock } from '../../../../libs/clock/index.js';
import type { Random } from '../../../../libs/random/index.js';
import type { DecidedAttempt } from '../../core/attempt.js';
import type { PolicySet } from '../../core/policy-set.js';
import type { Clients } from '../../core/session/client.js';
import type { SessionMac } from '../../core/session/session-mac.js';
import type { Credentials, Otp, Passkeys, Saml } from '../../ports/factors.js';
import type { Tickets } from '../../ports/tickets.js';
import type { Trials } from '../../ports/trials.js';
import type { Trust } from '../../ports/trust.js';

/** What Authorize needs from outside. */
export interface AuthorizePorts {
  /** The documents in force. Throws UNAVAILABLE if they could be out of date. */
  readonly policies: { current(): PolicySet };
  readonly credentials: Credentials;
  readonly otp: Otp;
  readonly passkeys: Passkeys;
  readonly saml: Saml;
  readonly trust: Trust;
  readonly tickets: Tickets;
  /** The clients that the operator registered. */
  readonly clients: Clients;
  /** Seals what each sign-in was. */
  readonly mac: SessionMac;
  /** The trials that run beside the documents in force. */
  readonly trials: Trials;
  /** Commits the event of a decision. */
  readonly record: (attempt: DecidedAttempt) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
}
