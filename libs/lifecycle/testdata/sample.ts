import { type AddressInfo, createServer } from 'node:net';
import * as z from 'zod';
import { address, duration, secretFile } from '../../config/index.js';
import { serveMetrics, withinTrace, withTrace } from '../../telemetry/index.js';
import { runProcess } from '../index.js';

/** Runs a service for tests. Its configuration says what it does when it starts. */
export const runSample = (name: string) =>
  runProcess({
    name,
    settings: z.strictObject({
      listen: address(),
      log: z.strictObject({ level: z.enum(['info', 'error']) }),
      metrics: z.strictObject({ listen: address() }).optional(),
      drain: duration(),
      secret: secretFile().optional(),
      fault: z.enum(['none', 'throw', 'unhandled', 'hang-on-stop', 'fail-on-stop']),
    }),
    async start({ config, log, metrics, migrateOnly, onStop }) {
      // Each log is written on its own time; this keeps the order between two.
      const tell = (what: string) => process.stdout.write(`${name}: ${what}\n`);
      const server = createServer().listen();
      onStop(() => {
        tell('closed first thing');
        server.close();
      });
      if (migrateOnly) {
        log.info('migrated');
        return undefined;
      }
      const endpoint = await serveMetrics({ listen: config.listen, metrics, ready: () => true });
      onStop(() => {
        tell('closed second thing');
        if (config.fault === 'hang-on-stop') return new Promise(() => {});
        if (config.fault === 'fail-on-stop') throw new Error('cannot close');
        return endpoint.close();
      });
      if (config.fault === 'unhandled') {
        // After the service has started, on a client's request.
        server.on('connection', (socket) =>
          withTrace(withinTrace(undefined), () => {
            socket.destroy();
            Promise.reject(new Error('forgotten'));
            throw new Error('not caught');
          }),
        );
        log.info('faulty', { port: (server.address() as AddressInfo).port });
      }
      if (config.fault === 'throw') throw new Error('no database');
      return { isReady: () => true };
    },
  });
