import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ProtoClient } from '../../suite/proto-client.js';

const WATCH = 'gatepost.truststore.v1.TrustWatchService/Watch';
const AGAIN_AFTER_MS = 100;

/** A front-end that ends sessions. It resumes wherever it was cut off. */
export interface Watching {
  /** Ends in the order of their arrival. */
  readonly ended: readonly { readonly trustId: string; readonly why: string }[];
  /** How often it had to resume. */
  readonly resumed: number;
  /** Status codes other than that of a lost server. */
  readonly strange: readonly number[];
  /** Positions that came after a higher one. */
  readonly backwards: number;
  stop(): Promise<void>;
}

const UNAVAILABLE = 14;
const CANCELLED = 1;

/** Starts to watch before anything ends: the first heartbeat gives the position to start from. */
export async function keepWatching(frontEnd: ProtoClient, domains: string[]): Promise<Watching> {
  const ended: { trustId: string; why: string }[] = [];
  const strange: number[] = [];
  let resumed = 0;
  let backwards = 0;
  let stopped = false;
  let after = '';
  let stream: ReturnType<ProtoClient['follow']> | undefined;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  function take({ position, trust, why }: Message): void {
    if (Number(position) < Number(after)) backwards += 1;
    after = position;
    if (trust !== null) ended.push({ trustId: trust.trust_id, why });
    begin();
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        stream = frontEnd.follow(WATCH, { domains, after });
        for await (const message of stream) take(message);
      } catch (error) {
        const { code } = error as { code: number };
        if (code !== UNAVAILABLE && !(stopped && code === CANCELLED)) strange.push(code);
      }
      if (!stopped) resumed += 1;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  const running = run();
  await begun;
  return {
    ended,
    strange,
    get resumed() {
      return resumed;
    },
    get backwards() {
      return backwards;
    },
    async stop() {
      stopped = true;
      stream?.cancel();
      await running;
    },
  };
}
