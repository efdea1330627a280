import { runService } from '../../libs/kit/run-service.js';
import { assemble } from './assemble.js';
import { portalSettings } from './config.js';
import { serveHttp } from './http/serve.js';

await runService({
  name: 'portal',
  settings: portalSettings,
  wire: async (base, config) => {
    const portal = await assemble({ ...base, config });
    return {
      services: portal.services,
      jobs: portal.jobs,
      open: () => serveHttp(config.http, portal.isTrusted, portal.handle),
    };
  },
});
