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
  continueTrace,
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  type Trace,
  withTrace,
} from './trace-context.js';
