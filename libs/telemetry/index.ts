export { type MetricsEndpoint, serveMetrics } from './endpoint.js';
export {
  Counter,
  createMetrics,
  Gauge,
  type Metrics,
} from './metrics.js';
export type { Span, Tracing } from './span.js';
export {
  currentTrace,
  decisionOf,
  formatTraceparent,
  noteDecision,
  parseTraceparent,
  type Trace,
  withinTrace,
  withTrace,
} from './trace-context.js';
export { openTracing, untraced } from './tracing.js';
