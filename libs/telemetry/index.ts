export { type MetricsEndpoint, serveMetrics } from './endpoint.js';
export {
  Counter,
  createMetrics,
  Gauge,
  type Metrics,
} from './metrics.js';
export {
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  type Trace,
  withinTrace,
  withTrace,
} from './trace-context.js';
export { openTracing, type Span, type Tracing, untraced } from './tracing.js';
