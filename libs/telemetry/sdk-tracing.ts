import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { Span, Tracing, TracingOptions } from './span.js';
import type { Trace } from './trace-context.js';

const SENDING_MS = 2000;
const TELL_EVERY_MS = 60_000;

/**
 * Codes that mean that the service failed, not its caller (OpenTelemetry's conventions for gRPC).
 */
const FAULTS = new Set([
  ...['UNKNOWN', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'],
]);

/**
 * Sends spans to a collector with the OpenTelemetry SDK, in batches and without delaying calls.
 * Spans that the collector does not take are dropped. A trace that began elsewhere is sampled if it
 * was sampled there.
 */
export function traceWithSdk(options: TracingOptions): Tracing {
  const { url, ratio, service, replica, onLost } = options;
  setGlobalErrorHandler(seldom(onLost));
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SENDING_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'gatepost',
      'service.name': service,
      'service.instance.id': replica,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: SENDING_MS })],
  });
  const tracer = provider.getTracer('gatepost');
  return {
    begin: (end, rpc, parent) => beginHop(tracer, { end, rpc, parent }),
    close: () => provider.shutdown().catch(() => {}),
  };
}

function beginHop(
  tracer: Tracer,
  call: { end: 'client' | 'server'; rpc: string; parent: Trace | undefined },
): Span {
  const { end, rpc, parent } = call;
  const [service = '', method = ''] = rpc.split('/');
  const kind = end === 'client' ? SpanKind.CLIENT : SpanKind.SERVER;
  const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method };
  const span = tracer.startSpan(rpc, { kind, attributes }, contextOf(parent, end));
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    trace: { traceId, spanId, sampled: (traceFlags & 1) === 1 },
    end(code) {
      if (span.isRecording()) {
        span.setAttribute('rpc.response.status_code', code);
        const failed = end === 'client' ? code !== 'OK' : FAULTS.has(code);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

function contextOf(parent: Trace | undefined, end: 'client' | 'server') {
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: sampled ? 1 : 0,
    isRemote: end === 'server',
  });
}

/** The SDK reports lost spans only to one handler for the whole process. */
function seldom(tell: (error: Error) => void): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (now - last < TELL_EVERY_MS) return;
    last = now;
    tell(error instanceof Error ? error : new Error(String(error)));
  };
}
