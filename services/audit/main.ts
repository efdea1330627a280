import { runService } from '../../libs/lifecycle/index.js';
import { openBase } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { ownRecord } from './clients/own-record.js';
import { auditSettings, groundSettings } from './config.js';
import { createAuditMetrics } from './metrics.js';
import { createNotary } from './notary.js';
import { claimOrigin } from './storage/claim-origin.js';
import { listenWith } from './storage/listen.js';

await runService({
  name: 'audit',
  settings: auditSettings,
  start: async (parts) => {
    const { config, log, onStop } = parts;
    const base = await openBase('audit', parts);
    if (base === undefined) return undefined;
    const { db, clock, random, logger, metrics } = base;
    const { origin, keys } = config.record;
    const notary = createNotary({ origin, keys: keys.map((key) => key.bytes()) });
    await claimOrigin(db, origin);

    const { url, 'password-file': passwordFile } = config.database;
    const audit = assemble({
      database: db,
      clock,
      random,
      log: logger,
      notary,
      listen: listenWith({ url, passwordFile }),
      metrics: (reads) => createAuditMetrics({ metrics, ...reads }),
      ...groundSettings(config),
    });
    onStop(() => audit.close());
    base.relay(ownRecord(audit.record));
    const jobs = audit.startJobs();
    onStop(() => jobs.stop());
    log.info('checkpoints are signed', { origin, keys: notary.verifierKeys });
    return base.serve(audit.services);
  },
});
