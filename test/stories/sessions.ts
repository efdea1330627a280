import { randomBytes } from 'node:crypto';
import { formatSessionToken } from '../../libs/names/session-token.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';

/** The sessions of a story, as the sign-in page keeps them. */
export interface Sessions {
  /** Keeps the session that a login was given, under a name. */
  keep(name: string, secret: string): Promise<void>;
  /** The password that a word stands for. Undefined if the word is not about a session. */
  present(word: string): Promise<Buffer | undefined>;
  /** The id of the session in revocations. */
  idOf(name: string): string;
  signOut(name: string): Promise<void>;
}

interface Kept {
  readonly secret: string;
  readonly id: string;
  mailToken: string;
  givenAt: number;
}

const SERVICE = 'gatepost.policy.v1.AuthorizationService';
/** A front-end asks for the next mail token before the last one expires. */
const RENEWED_AFTER_MS = 240_000;

/** Keeps no session yet. Asks `portal` for mail tokens. */
export function keepSessions(portal: ProtoClient, clock: { now(): number }): Sessions {
  const kept = new Map<string, Kept>();
  const mailToken = (secret: string): Promise<Message> =>
    portal.call(`${SERVICE}/MailToken`, { session_secret: secret });

  function known(name: string): Kept {
    const session = kept.get(name);
    if (session === undefined) throw new Error(`the story was given no session "${name}"`);
    return session;
  }

  return {
    async keep(name, secret) {
      const { mail_token, session } = await mailToken(secret);
      const given = { secret, id: session?.session_id ?? '', mailToken: mail_token };
      kept.set(name, { ...given, givenAt: clock.now() });
    },

    async present(word) {
      if (word === 'session-unknown') return Buffer.from(neverGiven());
      const name = /^session:(.+)$/.exec(word)?.[1];
      if (name === undefined) return undefined;
      const session = known(name);
      if (clock.now() - session.givenAt > RENEWED_AFTER_MS) {
        const { mail_token } = await mailToken(session.secret);
        // If the request is refused, the old token is presented.
        if (mail_token !== '')
          Object.assign(session, { mailToken: mail_token, givenAt: clock.now() });
      }
      return Buffer.from(session.mailToken);
    },

    idOf: (name) => known(name).id,

    async signOut(name) {
      await portal.call(`${SERVICE}/EndSession`, { session_secret: known(name).secret });
    },
  };
}

/** A well-formed mail token, checksum included, that was never issued. */
function neverGiven(): string {
  return formatSessionToken({ kind: 'mail', body: randomBytes(90), mac: randomBytes(32) });
}
