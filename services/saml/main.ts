import { runService } from '../../libs/kit/run-service.js';
import { askTrustStore } from '../../libs/not-before/index.js';
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
  wire: async (base, config) => {
    const { db, clock, random, log, onStop } = base;

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
    // Compiles the schemas before the first login needs them.
    saml.xml.schemaProblem('<none/>');
    return {
      services: [samlService(saml), logoutService(saml), adminService(saml)],
      jobs: jobs(saml, samlMetrics(base.metrics)),
    };
  },
});
