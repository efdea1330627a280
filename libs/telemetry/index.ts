export { type MetricsEndpoint, serveMetrics } from './endpoint.js';
export {
  Counter,
  createMetrics,
  type FinishedCall,
  Gauge,
  Histogram,
  type Metrics,
  type Registry,
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
