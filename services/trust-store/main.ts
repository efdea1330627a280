import { runService } from '../../libs/kit/run-service.js';
import { assemble } from './assemble.js';
import { settings } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { selfService } from './grpc/self-service.js';
import { trustService } from './grpc/trust-service.js';
import { watchService } from './grpc/watch-service.js';

await runService({
  name: 'trust-store',
  settings,
  wire: async (base, config) => {
    const { db, clock, random } = base;

    const watchRetentionMs = config['watch-retention'];
    const parts = assemble({ db, clock, random, watchRetentionMs });

    return {
      jobs: parts.jobs,
      services: [
        trustService(parts),
        selfService({
          ...parts,
          ticketKeys: config['ticket-keys'],
          disownKeys: config['disown-keys'],
        }),
        watchService(parts),
        adminService(parts),
      ],
    };
  },
});
