import { runService } from '../../libs/lifecycle/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { portalSettings } from './config.js';
import { serveHttp } from './http/serve.js';

await runService({
  name: 'portal',
  settings: portalSettings,
  start: async (service) => {
    const { config, onStop } = service;
    const base = await openBase('portal', service);
    if (base === undefined) return undefined;
    const portal = await assemble({ ...base, config });
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/portal' }));
    base.run(portal.jobs);
    const serving = await base.serve(portal.services);
    const listening = await serveHttp(config.http, portal.isTrusted, portal.handle);
    onStop(() => listening.close());
    return serving;
  },
});
