import { join } from 'node:path';
import { compiledFile } from '../../../libs/config/index.js';
import type { Installation } from '../installation/prepare-installation.js';
import type { RunOptions } from '../installation/run-services.js';
import { type Supervised, supervise } from '../processes/supervisor.js';

/** Runs the nats-server of an installation that has its own. */
export function runNats(installation: Installation, options: RunOptions): Promise<Supervised> {
  const { layout } = installation;
  return supervise({
    ...options,
    name: 'nats',
    entry: compiledFile('cli/up/nats/keeper.ts'),
    args: [layout.natsConfig],
    logFile: join(layout.logs, 'nats.log'),
  });
}
