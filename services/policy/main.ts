import { runService } from '../../libs/lifecycle/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { auditHistory } from './clients/audit.js';
import { credentialClient } from './clients/credential.js';
import { otpClient } from './clients/otp.js';
import { passkeyClient } from './clients/passkey.js';
import { portalClient } from './clients/portal.js';
import { samlClient } from './clients/saml.js';
import { sessionMac } from './clients/session-mac.js';
import { ticketIssuer } from './clients/tickets.js';
import { trustStoreClient } from './clients/trust-store.js';
import { settings } from './config.js';
import { accountAdminService } from './grpc/account-admin-service.js';
import { authorizationService } from './grpc/authorization-service.js';
import { clientAdminService, clientService } from './grpc/client-services.js';
import { policyAdminService } from './grpc/policy-admin-service.js';
import { checkInWorkers } from './jobs/check-in-workers.js';
import { distribution } from './jobs/distribute.js';
import { followClients } from './jobs/follow-clients.js';
import { followPolicies } from './jobs/follow-policies.js';
import { pushLimits } from './jobs/push-limits.js';
import { jobs } from './jobs.js';
import { countDecisions } from './metrics.js';
import { announceClient, announceRemoval, announceRevision } from './storage/announce.js';
import { clientStore } from './storage/clients.js';
import { documentStore } from './storage/documents.js';
import { recompileStored } from './storage/recompile-stored.js';
import { recordLogins } from './storage/record-logins.js';
import { removalStore } from './storage/removals.js';

await runService({
  name: 'policy',
  settings,
  start: async (parts) => {
    const { config, log, onStop } = parts;
    const base = await openBase('policy', parts);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;

    const credentials = credentialClient(base.peer('credential'));
    const otp = otpClient(base.peer('otp'));
    const passkeys = passkeyClient(base.peer('passkey'));
    const saml = samlClient(base.peer('saml'));
    const portal = portalClient(base.peer('portal'));
    const trust = trustStoreClient(base.peer('trust-store'));
    const tickets = ticketIssuer({ key: config['ticket-key'], clock, random });

    await recompileStored(db, log);
    const staleAfterMs = config['stale-after'];
    const policies = await followPolicies({ db, clock, log, name: config.name, staleAfterMs });
    const limits = pushLimits({ db, trust });
    const checker = checkInWorkers();
    onStop(checker.close);
    const { 'at-most': maxBatch, delay: maxDelayMs } = config.commits;
    const logins = recordLogins(db, { maxBatch, maxDelayMs });
    onStop(logins.close);

    const store = clientStore({ db, announce: announceClient({ clock, random }) });
    const clients = await followClients({ store, staleAfterMs });
    const mac = sessionMac(config['session-keys']);

    const documents = documentStore({ db, clock, announce: announceRevision({ clock, random }) });
    const removals = removalStore({ db, announce: announceRemoval({ clock, random }) });
    const removal = { removals, credentials, otp, passkeys, saml, portal, trust, clock, log };
    base.run(jobs({ policies, clients, limits, removal }));
    const audit = base.peer('audit');
    base.relay(recordSink({ audit, source: '/gatepost/policy' }));
    const history = auditHistory(audit);
    const { refresh } = policies;
    const spread = distribution({ documents, refresh, limits, clock, log });

    const record = countDecisions(base.metrics, logins.record);
    const decisions = {
      policies,
      credentials,
      otp,
      passkeys,
      saml,
      trust,
      tickets,
      clients,
      mac,
      clock,
      random,
    };
    return await base.serve(
      [
        authorizationService({ ...decisions, record }, config.nat64),
        policyAdminService({
          nat64: config.nat64,
          ...{ policies, documents, checker, clock, history, otp, passkeys, saml, trust },
          distribution: spread,
        }),
        accountAdminService(removal),
        clientAdminService({ store, refresh: clients.refresh, clock, random }),
        clientService({ store }),
      ],
      () => policies.fresh,
    );
  },
});
