import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

/** This process's position in a distributed trace (W3C Trace Context). */
export interface Trace {
  /** 32 lower-case hex digits, the same in every service that a request passes through. */
  readonly traceId: string;
  /** 16 lower-case hex digits, this process's own part. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads a `traceparent` header (W3C Trace Context, section 3.2); undefined if it is malformed. A
 * version above 00 may carry more fields, which are ignored; 00 may not.
 */
export function parseTraceparent(header: string): Trace | undefined {
  const match = TRACEPARENT.exec(header);
  if (match === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes the `traceparent` header that a call made within `trace` sends. */
export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}

/** A new span of `parent` in this process, or a new trace that is not sampled. */
export function withinTrace(parent: Trace | undefined): Trace {
  const spanId = randomHex(8);
  if (parent !== undefined) return { ...parent, spanId };
  return { traceId: randomHex(16), spanId, sampled: false };
}

// Drawn in advance: a call of the operating system for each id costs more than all the rest of a trace.
const drawn = Buffer.alloc(4096);
let used = drawn.length;

function randomHex(octets: number): string {
  if (used + octets > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += octets;
  return drawn.toString('hex', used - octets, used);
}

const current = new AsyncLocalStorage<Trace>();

/** Runs `work`, and everything it starts, within `trace`. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return current.run(trace, work);
}

/** The trace of the request being served, if any. */
export function currentTrace(): Trace | undefined {
  return current.getStore();
}

const decisions = new WeakMap<Trace, string>();

/** Names the login that the current request decides, so that each line of its log does. */
export function noteDecision(decisionId: string): void {
  const trace = current.getStore();
  if (trace !== undefined) decisions.set(trace, decisionId);
}

/** The login that a request decides, if it is known: see `noteDecision`. */
export function decisionOf(trace: Trace): string | undefined {
  return decisions.get(trace);
}
