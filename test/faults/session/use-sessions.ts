import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ProtoClient } from '../../suite/proto-client.js';

const AUTHORIZATION = 'gatepost.policy.v1.AuthorizationService';
const CREDENTIAL = 'gatepost.credential.v1.CredentialAdminService';
const REVOKE = 'gatepost.truststore.v1.TrustAdminService/RevokeTrust';
const USES_AT_ONCE = 2;
const USES_AFTER = 3;
const LONGEST_PAUSE_MS = 60;

/** The answers that uses of sessions got. */
export interface Seen {
  ended: number;
  /** Uses before the session's end began. */
  allowed: number;
  /** Such uses that were denied: a valid session was refused. */
  refusedEarly: number;
  /** Uses that were allowed although they began after the session's end had returned. */
  late: number;
  deniedAfter: number;
  /** Calls without an answer, as something was killed. */
  unanswered: number;
}

interface Callers {
  readonly portal: ProtoClient;
  readonly mail: ProtoClient;
  readonly admin: ProtoClient;
}

/** Repeatedly signs in, opens IMAP with the session, and ends it, in every possible way. */
export function useSessions(
  { portal, mail, admin }: Callers,
  options: { account: string; random: () => number; stopped: AbortSignal },
): { readonly seen: Seen; readonly endedIds: readonly string[]; readonly done: Promise<void> } {
  const { account, random, stopped } = options;
  const seen = { ended: 0, allowed: 0, refusedEarly: 0, late: 0, deniedAfter: 0, unanswered: 0 };
  const endedIds: string[] = [];
  let password = newPassword();

  /** Repeats a call until it is answered. All calls here are safe to repeat. */
  async function insist(call: () => Promise<Message>): Promise<Message> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await call();
      } catch (error) {
        if (tries >= 200) throw error;
        seen.unanswered += 1;
        await sleep(100);
      }
    }
  }

  const signIn = () =>
    insist(async () => {
      const answer = await portal.call(`${AUTHORIZATION}/Authorize`, {
        ...{ account, service: 'SERVICE_WEB_UI', client_ip: '192.0.2.1', client: 'webmail' },
        ...{ password: Buffer.from(password), remember: { session_seconds: 0 } },
      });
      // If trust-store could not be asked, the login is allowed without a session.
      if (answer.session_secret === '') throw new Error(JSON.stringify(answer));
      return answer;
    });

  async function oneRound(): Promise<void> {
    const { session_secret } = await signIn();
    const { mail_token, session } = await insist(() =>
      portal.call(`${AUTHORIZATION}/MailToken`, { session_secret }),
    );
    const { session_id } = session;
    const end = [
      () => portal.call(`${AUTHORIZATION}/EndSession`, { session_secret }),
      () => admin.call(REVOKE, { account, trust_ids: [session_id] }),
      () => admin.call(REVOKE, { account }),
      () => {
        password = newPassword();
        const request = { account, password: Buffer.from(password) };
        return admin.call(`${CREDENTIAL}/SetPassword`, request);
      },
    ][Math.floor(random() * 4)] as () => Promise<Message>;
    let state: 'valid' | 'ending' | 'over' = 'valid';
    let after = 0;
    const use = async () => {
      while (after < USES_AFTER * USES_AT_ONCE) {
        const asked = state;
        const secret = random() < 0.5 ? session_secret : mail_token;
        // The webmail presents the mail token. CheckSession takes the secret as well.
        const valid = await isValid(secret).catch(() => undefined);
        if (valid === undefined) {
          seen.unanswered += 1;
          await sleep(20);
          continue;
        }
        if (asked === 'over') after += 1;
        if (asked === 'over') seen[valid ? 'late' : 'deniedAfter'] += 1;
        else if (valid) seen.allowed += 1;
        else if (asked === 'valid' && state === 'valid') seen.refusedEarly += 1;
      }
    };
    const isValid = async (secret: string): Promise<boolean> => {
      if (secret === session_secret) {
        const request = { token: secret, client_ip: '192.0.2.1' };
        return (await portal.call(`${AUTHORIZATION}/CheckSession`, request)).session !== null;
      }
      const answer = await mail.call(`${AUTHORIZATION}/Authorize`, {
        ...{ account, service: 'SERVICE_IMAP', client_ip: '127.0.0.1' },
        password: Buffer.from(secret),
      });
      return answer.decision === 'DECISION_ALLOW';
    };
    const uses = Array.from({ length: USES_AT_ONCE }, use);
    await sleep(LONGEST_PAUSE_MS * random());
    state = 'ending';
    await insist(end);
    state = 'over';
    await Promise.all(uses);
    seen.ended += 1;
    endedIds.push(session_id);
  }

  const done = (async () => {
    const request = { account, password: Buffer.from(password) };
    await insist(() => admin.call(`${CREDENTIAL}/CreateAccount`, request));
    while (!stopped.aborted) await oneRound();
  })();
  return { seen, endedIds, done };
}

const newPassword = () => randomBytes(9).toString('base64url');
