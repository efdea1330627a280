import { withinAbortScope } from '../../../libs/clock/index.js';
import type { Secret } from '../../../libs/config/index.js';
import type { LiveSessions } from '../ports.js';

const TIMEOUT_MS = 5_000;
/** Longer than our Lua passdb waits for an answer, and the login process after it. */
const LATE_MS = 10_000;
/** Exit code of doveadm's kick if there was no such session. */
const NO_SESSION = 68;

/**
 * Ends sessions through doveadm's HTTP API (Dovecot 2.3, `service doveadm { inet_listener http }`).
 * @param url of the API, such as `http://127.0.0.1:8080/doveadm/v1`
 */
export function doveadmSessions(parts: { url: string; apiKey: Secret }): LiveSessions {
  const { url, apiKey } = parts;
  const kick = async (mask: readonly string[]): Promise<void> => {
    const [response, text] = await withinAbortScope({ ms: TIMEOUT_MS }, async (signal) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `X-Dovecot-API ${apiKey.bytes().toString('base64')}`,
        },
        body: JSON.stringify([['kick', { mask }, 'gatepost']]),
        signal,
      });
      return [answer, await answer.text()] as const;
    });
    if (response.status !== 200) throw new Error(`doveadm answered ${response.status}`);
    const failure = failureOf(JSON.parse(text));
    if (failure !== undefined) throw new Error(`doveadm could not end sessions: ${failure}`);
  };
  return {
    name: url,
    lateMs: LATE_MS,
    // A mail program cannot present a device token, so no session rests on a device's trust.
    mayRestOn: ({ prefix }) => prefix !== undefined,
    async end({ account, prefix }) {
      if (prefix !== undefined) await kick([literal(account), prefix]);
    },
    async endAll(domains) {
      for (const domain of domains) await kick([domain === '*' ? '*' : `*@${literal(domain)}`]);
    },
  };
}

/** The mask is a pattern, so special characters are escaped with a backslash. */
function literal(account: string): string {
  return account.replace(/[*?\\]/g, '\\$&');
}

/** Reads `[["doveadmResponse", …, tag]]` or `[["error", {type, exitCode}, tag]]`. */
function failureOf(answers: unknown): string | undefined {
  const [answer] = Array.isArray(answers) ? answers : [];
  const [kind, detail] = Array.isArray(answer) ? answer : [];
  if (kind === 'doveadmResponse') return undefined;
  const { type, exitCode } = (detail ?? {}) as { type?: unknown; exitCode?: unknown };
  if (kind === 'error' && exitCode === NO_SESSION) return undefined;
  return `${kind} ${type} ${exitCode}`;
}
