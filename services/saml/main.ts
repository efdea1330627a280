import { runService } from '../../libs/lifecycle/index.js';
import { askTrustStore } from '../../libs/not-before/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { trustStore } from './clients/trust-store.js';
import { samlSettings, urlsOf } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { logoutService } from './grpc/logout-service.js';
import { samlService } from './grpc/saml-service.js';
import { jobs } from './jobs.js';
import { samlMetrics } from './metrics.js';
import { secondOpinionInThread } from './xml/second-opinion-thread.js';

await runService({
  name: 'saml',
  settings: samlSettings,
  start: async (parts) => {
    const { config, log, onStop } = parts;
    const base = await openBase('saml', parts);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;

    const thread = secondOpinionInThread();
    onStop(() => thread.close());
    const saml = assemble({
      db,
      clock,
      random,
      log,
      ring: config.keys,
      trustStore: trustStore(base.peer('trust-store')),
      askTrustStore: askTrustStore(base.peer('trust-store')),
      urls: urlsOf(config),
      frontEnds: config['front-ends'],
      loginLifetimeMs: config['login-lifetime'],
      secondOpinion: thread.secondOpinion,
    });
    // The schemas are compiled before the first login waits for them.
    saml.xml.schemaProblem('<none/>');
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/saml' }));
    base.run(jobs(saml, samlMetrics(base.metrics)));
    return base.serve([samlService(saml), logoutService(saml), adminService(saml)]);
  },
});
