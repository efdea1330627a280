import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { manualClock } from '../../../libs/clock/index.js';
import { loadConfig } from '../../../libs/config/index.js';
import type { TlsSource } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { trustedIn } from '../../../libs/names/true-address.js';
import { createDecide } from '../commands/decide.js';
import { type IntrospectedTokens, introspectedTokens } from '../commands/introspected-tokens.js';
import { createRefuseClaim } from '../commands/refuse-claim.js';
import { type RememberedSessions, rememberSessions } from '../commands/remember-sessions.js';
import { listenerSettings } from '../config/listeners.js';
import type { Attempt } from '../core/attempt.js';
import type { Allowed, Outcome } from '../core/outcome.js';
import { LIMITS, type Limits } from '../listeners/limits.js';
import { type ListenerParts, startListener } from '../listeners/start-listener.js';
import type { Claim } from '../ports.js';
import { type SpokenSessions, speakForSessions } from './speak-for-sessions.js';

export const SECRET = 'the-secret-of-a-listener';
export const T0 = Date.UTC(2026, 10, 1);

/** One listener, started from its configuration, with the test in the place of policy. */
export interface OpenListener {
  readonly port: number;
  /** What policy was asked. */
  readonly attempts: Attempt[];
  /** The events of claimed addresses. */
  readonly claims: Claim[];
  readonly clock: ReturnType<typeof manualClock>;
  /** Sets policy's answer from now on; a promise is waited for. */
  answer(outcome: Outcome | Promise<Outcome>): void;
  /** Sets what happens while policy decides, from now on. */
  meanwhile(does: () => void): void;
  readonly web: SpokenSessions;
  /** Endings are received until a test says otherwise. */
  readonly remembered: RememberedSessions;
  readonly introspected: IntrospectedTokens;
  close(): Promise<void>;
}

/** policy's ALLOW for luca, with changes. */
export function allowed(change: Partial<Allowed> = {}): Allowed {
  return {
    kind: 'allow',
    account: 'luca@a.tld',
    bindToIp: false,
    granted: [],
    decisionId: '0',
    ...change,
  };
}

/**
 * Starts a listener on a free port. The caller closes it.
 * @param settings keys of its configuration, in place of the defaults below
 * @param options `files`: content by name, in the folder of the configuration
 */
export async function openListener(
  settings: object,
  options: {
    tls?: TlsSource;
    files?: Readonly<Record<string, string>>;
    limits?: Partial<Limits>;
  } = {},
): Promise<OpenListener> {
  const { tls, files = {}, limits } = options;
  const directory = mkdtempSync(join(tmpdir(), 'gatepost-edge-'));
  const write = (name: string, content: string) => {
    writeFileSync(join(directory, name), content, { mode: 0o600 });
    return join(directory, name);
  };
  for (const [name, content] of Object.entries({ secret: `${SECRET}\n`, ...files }))
    write(name, content);
  const file = write(
    'listener.yaml',
    stringify({
      name: 'under-test',
      listen: '127.0.0.1:0',
      ...('identities' in settings || onSocket(settings) ? {} : { 'secret-file': 'secret' }),
      domains: ['a.tld'],
      services: ['Imap', 'Pop3', 'Smtp', 'Sieve', 'Dav', 'EAS', 'SOAP', 'WebUI'],
      'trusted-proxies': ['127.0.0.1/32'],
      ...settings,
    }),
  );
  const log = createLog({ service: 'edge', level: 'silent' });
  const clock = manualClock(T0);
  const policy = speakForPolicy(clock);
  const { decide, refuseClaim } = policy;
  const web = speakForSessions();
  const introspected = introspectedTokens(clock);
  const remembered = rememberSessions({ sessions: web.sessions, clock });
  remembered.follow();
  const parts: ListenerParts = {
    decide,
    trustedIn,
    refuseClaim,
    log,
    tls: tls as TlsSource,
    introspect: web.sessions.introspect,
    introspected,
    web: {
      ...{ key: Buffer.alloc(32, 7), sessionSeconds: 0, clock, randomBytes },
      sessions: remembered,
      redeem: web.redeem,
    },
  };
  const listening = await startListener(loadConfig(file, listenerSettings()), parts, {
    ...LIMITS,
    ...limits,
  });
  return {
    port: listening.port,
    ...{ attempts: policy.attempts, claims: policy.claims, answer: policy.answer, clock },
    meanwhile: policy.meanwhile,
    ...{ web, remembered, introspected },
    async close() {
      await listening.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Connects listeners to a test in policy's place. */
export function speakForPolicy(clock: OpenListener['clock']) {
  const attempts: Attempt[] = [];
  const claims: Claim[] = [];
  let outcome: Outcome | Promise<Outcome> = allowed();
  let does: () => void = () => undefined;
  const refuseClaim = createRefuseClaim({
    ...{ clock, log: createLog({ service: 'edge', level: 'silent' }) },
    onRefused: () => undefined,
    keep: (claim) => void claims.push(claim),
  });
  const decide = createDecide({
    refuseClaim,
    onUnreadable: () => undefined,
    async authorize(attempt) {
      attempts.push(attempt);
      does();
      return outcome;
    },
  });
  const answer = (next: Outcome | Promise<Outcome>) => {
    outcome = next;
  };
  const meanwhile = (next: () => void) => {
    does = next;
  };
  return { attempts, claims, decide, refuseClaim, answer, meanwhile };
}

function onSocket(settings: object): boolean {
  return 'listen' in settings && `${settings.listen}`.startsWith('unix:');
}
