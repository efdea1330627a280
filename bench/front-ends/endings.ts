import { type Dialogue, imapLogin, proxyV1 } from '../../test/front-ends/clients.js';
import type { Figures } from '../bench.js';
import { shareOf } from '../factors/shares.js';

/** What the measurement uses: an installation whose edge ends the sessions of this Dovecot. */
export interface Ending {
  /** Dovecot's port for connections that begin with a PROXY header. */
  readonly port: number;
  readonly inside: { readonly user: string; readonly password: Buffer };
  /** Stores trust of the account in an address, as trust-store would, until `until` (ms). */
  readonly trust: (ip: string, until: number) => Promise<void>;
  readonly revoke: (ip: string) => Promise<void>;
}

const SESSIONS = 20;
/** Enough time for a session to begin before its trust expires. */
const AHEAD_MS = 4_000;
const HOUR = 3_600_000;

/**
 * Measures from the end of trust to `* BYE` in a live IMAP session, for trust that is revoked and
 * trust that expires.
 */
export async function measureEndings(
  tell: (text: string) => void,
  ending: Ending,
): Promise<Figures[]> {
  const [revoked, ranOut]: [number[], number[]] = [[], []];
  for (let n = 0; n < SESSIONS; n += 1) {
    if (n % 5 === 0) tell(`live sessions that end: ${2 * n} of ${2 * SESSIONS}`);
    const ip = `192.0.2.${n + 1}`;
    await ending.trust(ip, Date.now() + HOUR);
    const first = await idle(ending, ip);
    const asked = Date.now();
    const gone = bye(first);
    await ending.revoke(ip);
    revoked.push((await gone) - asked);
    // A random moment, so that it does not always meet the same phase of periodic work.
    const until = Date.now() + AHEAD_MS - Math.round(Math.random() * 1_000);
    const other = `198.51.100.${n + 1}`;
    await ending.trust(other, until);
    const second = await idle(ending, other);
    if (Date.now() >= until) throw new Error('the trust ran out before the session began');
    ranOut.push((await bye(second)) - until);
  }
  return [
    { what: 'trust revoked to * BYE', ...rowOf(revoked) },
    { what: 'trust run out to * BYE', ...rowOf(ranOut) },
  ];
}

function rowOf(samples: readonly number[]): { p50_ms: string; p99_ms: string; max_ms: string } {
  const at = (share: number) => shareOf(samples, share).toFixed(0);
  return { p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
}

async function idle({ port, inside }: Ending, ip: string): Promise<Dialogue> {
  const { ending, line, dialogue } = await imapLogin(port, { ...inside, header: proxyV1(ip) });
  if (ending !== 'allowed') throw new Error(`a session of trust: ${line}`);
  dialogue.send('b SELECT INBOX\r\nc IDLE\r\n');
  if ((await dialogue.line(/^\+ idling/)) === undefined) throw new Error('no IDLE');
  return dialogue;
}

async function bye(dialogue: Dialogue): Promise<number> {
  if ((await dialogue.line(/^\* BYE/)) === undefined) throw new Error('the session was not ended');
  return Date.now();
}
