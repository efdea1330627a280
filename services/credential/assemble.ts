import type { Clock } from '../../libs/clock/index.js';
import { credentialThrottle } from '../../libs/events/definitions/credential.js';
import { emitter } from '../../libs/events/index.js';
import type { Log } from '../../libs/log/index.js';
import { type AskTrustStore, notBeforeSender } from '../../libs/not-before/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { KeyRing } from '../../libs/seal/index.js';
import { serviceThrottles, type ThrottleLimits } from '../../libs/throttle/index.js';
import { sweepTickets } from '../../libs/ticket/index.js';
import { credentialSecrets } from './clients/secrets.js';
import { sweepAppPasswords } from './commands/sweep-app-passwords.js';
import type { CredentialSettings } from './core/settings.js';
import type { Directory, PasswordHashes } from './ports.js';
import { credentialStore } from './storage/credential-store.js';
import { forgetNetworks } from './storage/networks.js';
import { forgetPurges } from './storage/tickets.js';

export interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ring: KeyRing;
  readonly hashes: PasswordHashes;
  readonly directory: Directory;
  readonly limits: ThrottleLimits;
  readonly settings: CredentialSettings;
  readonly trustStore: AskTrustStore;
}

const DAY_MS = 86_400_000;

/** Builds everything that commands and jobs need from the process's dependencies. */
export function assemble(dependencies: Dependencies) {
  const { db, clock, random, log, ring, hashes, directory, limits, settings } = dependencies;
  const emit = emitter({ service: 'credential', clock, random });
  const throttles = serviceThrottles({
    ...{ db, clock, random, limits, ring, emit },
    events: credentialThrottle,
  });
  const notBefore = notBeforeSender({
    db,
    clock,
    random,
    log,
    trustStore: dependencies.trustStore,
  });
  const store = credentialStore({ db, emit, notBefore });
  return {
    clock,
    random,
    log,
    hashes,
    directory,
    store,
    notBefore,
    secrets: credentialSecrets(ring),
    throttleRecord: throttles.record,
    throttles: {
      password: throttles.of('password'),
      appPassword: throttles.of('app-password'),
    },
    perAccount: settings.perAccount,
    alarm: settings.alarm,
    leastPassword: settings.leastPassword,
    sweeps: {
      throttle: throttles.sweep,
      'app passwords': (now: number, limit: number) =>
        sweepAppPasswords(store, { time: now - settings.lapsedKeptMs, limit }),
      tickets: (now: number, limit: number) => sweepTickets(db, { now, limit }),
      purges: (now: number) => forgetPurges(db, now - DAY_MS),
      networks: (now: number) => forgetNetworks(db, now - settings.alarm.withinMs),
    },
  };
}

export type Parts = ReturnType<typeof assemble>;
