import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { until } from '../testing/until.js';
import {
  createMetrics,
  currentTrace,
  formatTraceparent,
  type MetricsEndpoint,
  parseTraceparent,
  serveMetrics,
  withinTrace,
  withTrace,
} from './index.js';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let endpoint: MetricsEndpoint | undefined;
afterEach(() => endpoint?.close());

it('continues the trace of its caller under its own span', () => {
  const trace = withinTrace(parseTraceparent(PARENT));
  expect(trace.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(trace.spanId).not.toBe('00f067aa0ba902b7');
  expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
  expect(trace.sampled).toBe(true);
});

it('never draws the same digits twice', () => {
  const traces = Array.from({ length: 10_000 }, () => withinTrace(undefined));
  const drawn = traces.flatMap(({ traceId, spanId }) => [
    ...[traceId.slice(0, 16), traceId.slice(16), spanId],
  ]);
  expect(new Set(drawn).size).toBe(30_000);
  expect(new Set(drawn.map((digits) => digits.length))).toEqual(new Set([16]));
});

it.each([
  ['upper case', PARENT.toUpperCase()],
  ['version ff', PARENT.replace(/^00/, 'ff')],
  ['version 00 with more fields', `${PARENT}-x`],
  ['a trace id of zeros', PARENT.replace(/-4bf\w+/, `-${'0'.repeat(32)}`)],
  ['a span id of zeros', PARENT.replace(/-00f\w+/, `-${'0'.repeat(16)}`)],
  ['a line break', `${PARENT}\n`],
  ['nothing', ''],
])('starts a new trace at %s', (_, header) => {
  expect(parseTraceparent(header)).toBeUndefined();
  expect(formatTraceparent(withinTrace(undefined))).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

it('takes a later version with more fields (section 3.2.4)', () => {
  expect(parseTraceparent(`${PARENT.replace(/^00/, '01')}-more`)?.sampled).toBe(true);
});

it('never throws, whatever the header says', () => {
  fc.assert(fc.property(fc.string(), (header) => void parseTraceparent(header)));
});

it('keeps the trace across awaits, and each request its own', async () => {
  const seen = await Promise.all(
    [1, 2, 3].map((n) =>
      withTrace(
        { traceId: `${n}`.repeat(32), spanId: '1'.repeat(16), sampled: false },
        async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentTrace()?.traceId[0];
        },
      ),
    ),
  );
  expect(seen).toEqual(['1', '2', '3']);
  expect(currentTrace()).toBeUndefined();
});

it('makes a few of ten thousand answers that one connection asks for at once', async () => {
  const metrics = createMetrics({ service: 'policy', process: false });
  const { registry } = metrics;
  let made = 0;
  const counted = {
    ...metrics,
    registry: {
      contentType: registry.contentType,
      metrics: () => {
        made += 1;
        return registry.metrics();
      },
    },
  };
  const listen = { host: '127.0.0.1', port: 0 };
  endpoint = await serveMetrics({ listen, metrics: counted as never, ready: () => true });
  const socket = connect({ host: '127.0.0.1', port: endpoint.port }).on('error', () => undefined);
  socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(10_000));
  await until('it is closed, or too much is made', () => socket.closed || made > 8);
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThanOrEqual(8);
  socket.destroy();
});

it('serves metrics, liveness and readiness', async () => {
  const metrics = createMetrics({ service: 'policy', process: false });
  metrics.serverCall({ service: 's.v1.S', method: 'Do', code: 'OK', seconds: 0.002 });
  let ready = false;
  const listen = { host: '127.0.0.1', port: 0 };
  endpoint = await serveMetrics({ listen, metrics, ready: () => ready });
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${endpoint?.port}${path}`, { method });
    return `${response.status} ${await response.text()}`;
  };
  expect(await get('/metrics')).toContain(
    'grpc_server_handled_total{service="s.v1.S",method="Do",code="OK",gatepost_service="policy"} 1',
  );
  expect(await get('/livez')).toBe('200 ok\n');
  expect(await get('/readyz')).toBe('503 not ready\n');
  ready = true;
  expect(await get('/readyz')).toBe('200 ok\n');
  expect(await get('/')).toMatch(/^404/);
  expect(await get('/metrics', 'POST')).toMatch(/^405/);
  const again = { host: '127.0.0.1', port: endpoint.port };
  await expect(serveMetrics({ listen: again, metrics, ready: () => true })).rejects.toThrow(
    `listen 127.0.0.1:${endpoint.port}: address already in use`,
  );
});
