import { runService } from '../../libs/lifecycle/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { settings } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { selfService } from './grpc/self-service.js';
import { trustService } from './grpc/trust-service.js';
import { watchService } from './grpc/watch-service.js';

await runService({
  name: 'trust-store',
  settings,
  start: async (service) => {
    const { config } = service;
    const base = await openBase('trust-store', service);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;

    const watchRetentionMs = config['watch-retention'];
    const parts = assemble({ db, clock, random, watchRetentionMs });
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/trust-store' }));
    base.run(parts.jobs);

    return base.serve([
      trustService(parts),
      selfService({ ...parts, ticketKeys: config['ticket-keys'] }),
      watchService(parts),
      adminService(parts),
    ]);
  },
});
