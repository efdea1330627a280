import { withinAbortScope } from '../../../libs/clock/index.js';
import type { Secret } from '../../../libs/config/index.js';
import { readAnswer } from '../../../libs/http/read-answer.js';
import type { LiveSessions } from '../ports.js';

const TIMEOUT_MS = 5_000;
/** Longer than our Lua passdb waits for an answer, and the login process after it. */
const LATE_MS = 10_000;
/** Exit code of doveadm's kick if there was no such session. */
const NO_SESSION = 68;
/** Characters of an answer that an error repeats. */
const REPEATED = 100;

/**
 * Ends sessions through doveadm's HTTP API (Dovecot 2.3, `service doveadm { inet_listener http }`).
 * @param url of the API, such as `http://127.0.0.1:8080/doveadm/v1`
 */
export function doveadmSessions(parts: { url: string; apiKey: Secret }): LiveSessions {
  const { url, apiKey } = parts;
  const kick = async (mask: readonly string[]): Promise<void> => {
    const { status, text } = await withinAbortScope({ ms: TIMEOUT_MS }, async (signal) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `X-Dovecot-API ${apiKey.bytes().toString('base64')}`,
        },
        body: JSON.stringify([['kick', { mask }, 'gatepost']]),
        // doveadm never redirects, and nobody else gets its key.
        redirect: 'error',
        signal,
      });
      return { status: answer.status, text: await readAnswer(answer.body) };
    }).catch((cause) => {
      throw new Error(`doveadm cannot be asked: ${reasonOf(cause)}`, { cause });
    });
    if (status !== 200) throw new Error(`doveadm answered ${status}`);
    const failure = failureOf(text);
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

/** `fetch` fails with a message that says nothing, and a cause that does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

/** Reads `[["doveadmResponse", …, tag]]` or `[["error", {type, exitCode}, tag]]`. Undefined: all was done. */
function failureOf(text: string): string | undefined {
  const [answer] = listOf(parse(text));
  const [kind, detail] = listOf(answer);
  if (kind === 'doveadmResponse') return undefined;
  if (kind !== 'error') return `it answered ${JSON.stringify(text.slice(0, REPEATED))}`;
  const { type, exitCode } = (detail ?? {}) as { type?: unknown; exitCode?: unknown };
  if (exitCode === NO_SESSION) return undefined;
  return `error ${JSON.stringify([type, exitCode]).slice(0, REPEATED)}`;
}

/** Undefined if it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
