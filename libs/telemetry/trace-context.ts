import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where this process stands in a distributed trace (W3C Trace Context). */
export interface Trace {
  /** 32 lower-case hex digits, the same in every service a request passes. */
  readonly traceId: string;
  /** 16 lower-case hex digits, this process's own part. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads a `traceparent` header (W3C Trace Context, section 3.2); null if it is not one. A version
 * above 00 may carry more fields, which are left out; 00 may not.
 */
export function parseTraceparent(header: string): Trace | null {
  const match = TRACEPARENT.exec(header);
  if (match === null) return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Writes the `traceparent` header that a call made within `trace` sends. */
export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}

/** This process's part of the trace that `header` names, or a new trace if it names none. */
export function continueTrace(header: string | undefined): Trace {
  const parent = header === undefined ? null : parseTraceparent(header);
  const spanId = randomBytes(8).toString('hex');
  if (parent !== null) return { ...parent, spanId };
  return { traceId: randomBytes(16).toString('hex'), spanId, sampled: false };
}

const current = new AsyncLocalStorage<Trace>();

/** Runs `work`, and all that it starts, within `trace`. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return current.run(trace, work);
}

/** The trace of the request that is being served, if one is. */
export function currentTrace(): Trace | undefined {
  return current.getStore();
}
