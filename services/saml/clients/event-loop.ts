import { fairQueue } from '../../../libs/fair-queue/index.js';
import type { YieldToEventLoop } from '../ports.js';

type Go = () => void;

/** The work of one domain that waits, and when its turn comes. */
interface Line {
  readonly waiting: ReturnType<typeof fairQueue<Go>>;
  /** Virtual time in ms. The line with the smallest value begins next. */
  start: number;
}

/**
 * Shares the event loop. Domains share its time fairly, whether their pieces of work are many or long (start-time fair
 * queueing). Within a domain, addresses take turns. A queue needs no limit of its own: each message waits for only one
 * piece at a time, and slots limit the number of messages.
 * @param now the time in ms
 */
export function shareEventLoop(now: () => number = () => performance.now()): YieldToEventLoop {
  const lines = new Map<string, Line>();
  /** The virtual time up to which a domain has used its share. Entries not ahead of `reached` are dropped. */
  const had = new Map<string, number>();
  let reached = 0;
  let busy = false;

  function giveTurn(): void {
    const [domain, line] = next();
    const go = line?.waiting.shift();
    if (domain === undefined || line === undefined || go === undefined) {
      busy = false;
      return;
    }
    if (line.waiting.size === 0) lines.delete(domain);
    reached = line.start;
    const began = now();
    // The work after the resolved promise runs before the next callback.
    go();
    setImmediate(() => {
      const end = reached + (now() - began);
      had.set(domain, end);
      // The domain's next piece may already wait.
      const again = lines.get(domain);
      if (again !== undefined) again.start = end;
      for (const [each, until] of had) if (until <= reached) had.delete(each);
      giveTurn();
    });
  }

  function next(): readonly [string, Line] | readonly [] {
    const [first, ...others] = lines;
    if (first === undefined) return [];
    return others.reduce((least, each) => (each[1].start < least[1].start ? each : least), first);
  }

  return ({ domain, address }) =>
    new Promise((resolve) => {
      const line = lines.get(domain) ?? {
        waiting: fairQueue<Go>({ perGroup: Number.POSITIVE_INFINITY }),
        start: Math.max(reached, had.get(domain) ?? 0),
      };
      lines.set(domain, line);
      line.waiting.push([address, ''], resolve);
      if (busy) return;
      busy = true;
      setImmediate(giveTurn);
    });
}
