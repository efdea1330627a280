import { type CallOptions as GrpcOptions, Metadata } from '@grpc/grpc-js';
import { cancelled, GatepostError } from '../../errors/index.js';
import {
  currentTrace,
  formatTraceparent,
  type Metrics,
  type Tracing,
  untraced,
} from '../../telemetry/index.js';
import { TICKET_METADATA } from '../access/administration.js';

/** The call on whose behalf another call is made. A handler's context is one. */
export interface CallScope {
  /** In ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface StreamOptions {
  /** The most time that the whole stream may take, in ms; absent: no limit. */
  readonly deadlineMs?: number;
  /** Ends the call when this other call ends. */
  readonly within?: CallScope;
  /** Ends the call when aborted. */
  readonly signal?: AbortSignal;
}

export interface CallOptions extends StreamOptions {
  /** The most time to wait for the answer, in ms. */
  readonly deadlineMs: number;
  /**
   * Whether to wait for a connection until the deadline instead of failing with UNAVAILABLE at
   * once.
   */
  readonly waitForReady?: boolean;
  /**
   * Whether the call may safely be made twice, such as a read: on UNAVAILABLE another replica is
   * tried once.
   */
  readonly repeatable?: boolean;
  /** The ticket of the administrator on whose behalf the call is made. */
  readonly ticket?: string;
}

/** What a started call is made with. `end` must be called when it ends. */
export interface StartedCall {
  readonly metadata: Metadata;
  readonly grpc: GrpcOptions;
  readonly signals: readonly AbortSignal[];
  end(error?: GatepostError): void;
}

export type StartCall = (
  path: string,
  options: StreamOptions & Partial<CallOptions>,
) => StartedCall;

/** Prepares calls: passes the trace on, and never sets a deadline later than that of `within`. */
export function startCall(parts: { metrics?: Metrics; tracing?: Tracing }): StartCall {
  const { metrics, tracing = untraced } = parts;
  return (path, { deadlineMs, within, signal, waitForReady, ticket }) => {
    const started = performance.now();
    const metadata = new Metadata({ waitForReady: waitForReady ?? false });
    const span = tracing.begin('client', path.slice(1), currentTrace());
    metadata.set('traceparent', formatTraceparent(span.trace));
    if (ticket !== undefined) metadata.set(TICKET_METADATA, ticket);
    const left = Math.min(
      deadlineMs ?? Number.POSITIVE_INFINITY,
      (within?.deadline ?? Number.POSITIVE_INFINITY) - started,
    );
    const [service = '', method = ''] = path.slice(1).split('/');
    return {
      metadata,
      grpc: left === Number.POSITIVE_INFINITY ? {} : { deadline: Date.now() + left },
      signals: [signal, within?.signal].filter((s) => s !== undefined),
      end(error) {
        const code = error?.code ?? 'OK';
        span.end(code);
        const seconds = (performance.now() - started) / 1000;
        metrics?.clientCall({ service, method, code, seconds });
      },
    };
  };
}

/**
 * Cancels `call` when one of `signals` is aborted. Returns a function that removes the listeners,
 * and one that says why the call was cancelled, if it was.
 */
export function cancelOn(signals: readonly AbortSignal[], call: { cancel(): void }) {
  let reason: GatepostError | undefined;
  const onAbort = (event: Event) => abort(event.target as AbortSignal);
  const abort = (signal: AbortSignal) => {
    reason ??= signal.reason instanceof GatepostError ? signal.reason : cancelled();
    call.cancel();
  };
  for (const signal of signals) {
    if (signal.aborted) abort(signal);
    else signal.addEventListener('abort', onAbort);
  }
  return {
    reason: () => reason,
    forget() {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    },
  };
}
