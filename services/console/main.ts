import { systemClock } from '../../libs/clock/index.js';
import { every } from '../../libs/kit/jobs.js';
import { runProcess } from '../../libs/lifecycle/index.js';
import { openStateless } from '../../libs/service/index.js';
import { serveHttp } from '../../libs/web/index.js';
import { assemble } from './assemble.js';
import { consoleSettings } from './config.js';

const TEND_MS = 5_000;

await runProcess({
  name: 'console',
  settings: consoleSettings,
  start: async (parts) => {
    if (parts.migrateOnly) return undefined;
    const { config, onStop } = parts;
    const stateless = await openStateless(parts);
    const clock = systemClock({ offsetFile: config.clock?.['offset-file'] });
    const { handle, addresses, works } = assemble({ ...stateless, clock, config });
    stateless.run([every('tend long work', TEND_MS, () => works.tend())]);
    const serving = await stateless.serve({ services: [] });
    const pages = await serveHttp(config.http, addresses, handle);
    onStop(() => pages.close());
    onStop(() => works.endAll());
    return serving;
  },
});
