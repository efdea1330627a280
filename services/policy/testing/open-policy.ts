import { startTestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { every, startJobs } from '../../../libs/kit/jobs.js';
import { migrateService } from '../../../libs/kit/migrations.js';
import { silentLog } from '../../../libs/log/index.js';
import { type Database, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { trialLogin } from '../clients/trial-login.js';
import type { ApplyPorts } from '../commands/apply/apply.js';
import { changeGroups } from '../core/change-groups.js';
import { checkSet, verifyPolicies } from '../core/check-set.js';
import { readSources } from '../core/read-sources.js';
import { distribution } from '../jobs/distribute.js';
import { followPolicies, type PolicyFollower } from '../jobs/follow-policies.js';
import type { Checker } from '../ports/checker.js';
import { announceRevision } from '../storage/announce.js';
import { documentStore } from '../storage/documents.js';

export const quiet = silentLog;

const checker: Checker = {
  readSources: async (sources) => readSources(sources),
  checkSet: async (set) => checkSet(set),
  verify: async (policies, star, now) => verifyPolicies(policies, star, now),
  outline: async () => [],
  replay: async () => [],
  allowed: async () => [],
  propose: async () => ({ text: '', refuses: [] }),
  trialLogins: async ({ events, trial }) =>
    events.flatMap((event) => trialLogin(event, trial) ?? []),
  compare: async ({ pairs, now }) => changeGroups(pairs, now),
};

/** No domain has an identity provider. */
const saml = { availableAmong: async () => new Set<string>() };

export interface Replica {
  readonly db: Database;
  readonly policies: PolicyFollower;
  readonly ports: ApplyPorts;
  close(): Promise<void>;
}

/** A Postgres with the schema of policy, and replicas of the service's storage and jobs on it. */
export async function openPolicy() {
  const postgres = await startTestPostgres();
  const clock = { now: () => Date.now() };

  async function replica(database: Awaited<ReturnType<typeof newDatabase>>, name: string) {
    const db = openDatabase({ ...database.address('policy'), log: quiet });
    const policies = await followPolicies({ db, log: quiet, name, staleAfterMs: 60_000 });
    const stop = startJobs([every('follow policies', 200, () => policies.refresh())], quiet);
    const announce = announceRevision({ clock, random: systemRandom });
    const documents = documentStore({ db, clock, announce });
    const limits = { push: async () => undefined };
    const { refresh } = policies;
    const spread = distribution({ documents, refresh, limits, log: quiet });
    return {
      db,
      policies,
      ports: { documents, checker, clock, distribution: spread, saml },
      close: async () => {
        await stop();
        await db.close();
      },
    } satisfies Replica;
  }

  async function newDatabase() {
    const database = await postgres.createDatabase(['policy']);
    const address = database.address('policy');
    await migrateService({ service: 'policy', address, log: quiet });
    return database;
  }

  return { newDatabase, replica, stop: () => postgres.stop() };
}
