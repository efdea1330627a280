import { setTimeout as sleep } from 'node:timers/promises';
import { runService } from '../../libs/kit/run-service.js';
import { serveHttp } from '../../libs/web/index.js';
import { assemble } from './assemble.js';
import { portalSettings } from './config.js';

const CLIENTS_WITHIN_MS = 5_000;

await runService({
  name: 'portal',
  settings: portalSettings,
  wire: async (base, config) => {
    const portal = await assemble({ ...base, config });
    return {
      services: portal.services,
      jobs: portal.jobs,
      open: async () => {
        // The service starts without policy, so that pages can say that nobody can sign in now.
        const late = sleep(CLIENTS_WITHIN_MS, undefined, { ref: false });
        await Promise.race([portal.knowsClients, late]);
        return serveHttp(config.http, portal.addresses, portal.handle);
      },
    };
  },
});
