import { systemClock } from '../../libs/clock/index.js';
import { runProcess } from '../../libs/lifecycle/index.js';
import { openStateless } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { edgeSettings } from './config.js';
import { startListener } from './listeners/start-listener.js';

await runProcess({
  name: 'edge',
  settings: edgeSettings,
  start: async (parts) => {
    if (parts.migrateOnly) return undefined;
    const { config, onStop } = parts;
    const stateless = await openStateless(parts);
    const clock = systemClock({ offsetFile: config.clock?.['offset-file'] });
    const edge = assemble({ ...stateless, clock, config });
    stateless.run(edge.jobs());
    const serving = await stateless.serve({
      services: edge.services,
      switchedOff: edge.switchedOff,
    });
    for (const settings of config.listeners) {
      const listening = await startListener(settings, edge);
      onStop(() => listening.close());
    }
    return serving;
  },
});
