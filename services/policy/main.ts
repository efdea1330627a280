import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { ticketCheck } from '../../libs/not-before/index.js';
import { ownTicketKeys } from '../../libs/ticket/index.js';
import { auditHistory } from './clients/audit.js';
import { credentialClient } from './clients/credential.js';
import { otpClient } from './clients/otp.js';
import { passkeyClient } from './clients/passkey.js';
import { portalClient } from './clients/portal.js';
import { samlClient } from './clients/saml.js';
import { sessionMac } from './clients/session-mac.js';
import { ticketIssuer } from './clients/tickets.js';
import { disownedBy } from './clients/trial-login.js';
import { trustStoreClient } from './clients/trust-store.js';
import { questionsAllowance } from './commands/list-ways-in.js';
import { settings } from './config.js';
import { accountAdminService } from './grpc/account-admin-service.js';
import { authorizationService } from './grpc/authorization-service.js';
import { clientAdminService, clientService } from './grpc/client-services.js';
import { policyAdminService } from './grpc/policy-admin-service.js';
import { selfService } from './grpc/self-service.js';
import { checkInWorkers } from './jobs/check-in-workers.js';
import { distribution } from './jobs/distribute.js';
import { followClients } from './jobs/follow-clients.js';
import { followPolicies } from './jobs/follow-policies.js';
import { followTrials } from './jobs/follow-trials.js';
import { pushLimits } from './jobs/push-limits.js';
import { jobs } from './jobs.js';
import { countDecisions, countTrials } from './metrics.js';
import { announceClient, announceRemoval, announceRevision } from './storage/announce.js';
import { announceReminders } from './storage/announce-reminders.js';
import { announceTrial } from './storage/announce-trial.js';
import { clientStore } from './storage/clients.js';
import { documentStore } from './storage/documents.js';
import { recompileStored } from './storage/recompile-stored.js';
import { recordLogins } from './storage/record-logins.js';
import { reminderStore } from './storage/reminders.js';
import { removalStore } from './storage/removals.js';
import { trialStore } from './storage/trials.js';

await runService({
  name: 'policy',
  settings,
  wire: async (base, config) => {
    const { db, clock, random, log, onStop } = base;

    const credentials = credentialClient(base.peer('credential'));
    const otp = otpClient(base.peer('otp'));
    const passkeys = passkeyClient(base.peer('passkey'));
    const saml = samlClient(base.peer('saml'));
    const portal = portalClient(base.peer('portal'));
    const trustStore = base.peer('trust-store');
    const trust = trustStoreClient(trustStore);
    const tickets = ticketIssuer({ key: config['ticket-key'], clock, random });

    await recompileStored(db, log);
    const staleAfterMs = config['stale-after'];
    const policies = await followPolicies({ db, log, name: config.name, staleAfterMs });
    const limits = pushLimits({ db, trust });
    const checker = checkInWorkers();
    onStop(checker.close);
    const { 'at-most': maxBatch, delay: maxDelayMs } = config.commits;
    const logins = recordLogins(db, { maxBatch, maxDelayMs });
    onStop(logins.close);

    const store = clientStore({ db, announce: announceClient({ clock, random }) });
    const clients = await followClients({ store, staleAfterMs });
    const mac = sessionMac(config['session-keys']);

    const trials = trialStore({ db, announce: announceTrial({ clock, random }) });
    const trialFollower = await followTrials({ db, store: trials, clock, log });
    countTrials(base.metrics, trialFollower.count);

    const documents = documentStore({ db, clock, announce: announceRevision({ clock, random }) });
    const removals = removalStore({ db, announce: announceRemoval({ clock, random }) });
    const removal = { removals, credentials, otp, passkeys, saml, portal, trust, clock, log };
    const reminders = reminderStore({ db, announce: announceReminders({ clock, random }) });
    const reminding = { policies, reminders, otp, passkeys, clock };
    const audit = base.peer('audit');
    const history = auditHistory(audit);
    const { refresh } = policies;
    const spread = distribution({ documents, refresh, limits, log });

    const tending = {
      ...{ documents, trials, clock },
      checker: checker.within({ caller: 'spiffe://gatepost/service/policy', everywhere: true }),
    };
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
      trials: trialFollower,
      mac,
      clock,
      random,
    };
    const keys = ownTicketKeys(config['ticket-key']);
    const check = ticketCheck(trustStore);
    return {
      administrators: administratorGate({ keys, clock, store: 'policy', check, db }),
      jobs: jobs({
        ...{ db, clock, policies, clients, trialFollower, limits, removal, tending, reminding },
      }),
      ready: () => policies.fresh,
      services: [
        authorizationService({ ...decisions, record }, config.nat64),
        policyAdminService({
          nat64: config.nat64,
          ...{ policies, documents, checker, clock, history, otp, passkeys, saml, trust },
          ...{ trials, refreshTrials: trialFollower.refresh, disownedBy, random, reminders },
          ...{ credentials: decisions.credentials, clients: decisions.clients },
          distribution: spread,
        }),
        accountAdminService(removal),
        clientAdminService({ store, refresh: clients.refresh, clock, random }),
        clientService({ store }),
        selfService({
          ...{ ...decisions, history, questions: questionsAllowance(() => clock.now()) },
          ticketKeys: keys,
          checkTicket: check,
        }),
      ],
    };
  },
});
