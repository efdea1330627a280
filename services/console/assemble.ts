import type { RequestListener } from 'node:http';
import { createAllowance } from '../../libs/allowance/index.js';
import type { Peer } from '../../libs/grpc/index.js';
import { loadMessages } from '../../libs/i18n/index.js';
import type { Log } from '../../libs/log/index.js';
import type { Random } from '../../libs/random/index.js';
import {
  type ClientAddresses,
  clientAddresses,
  createSigner,
  openShares,
} from '../../libs/web/index.js';
import { accounts } from './clients/accounts.js';
import { acts } from './clients/acts.js';
import { evidence } from './clients/evidence.js';
import { policies } from './clients/policies.js';
import { domainRecord } from './clients/record.js';
import { reminders } from './clients/reminders.js';
import { signInClients } from './clients/sign-in-clients.js';
import { signInPages } from './clients/sign-in-page.js';
import { type ConsoleConfig, readSecret } from './config.js';
import { LongWorks } from './core/long-work.js';
import { TrialStates } from './core/trial-states.js';
import { createApp } from './http/app.js';
import { boundedShares } from './http/bounded-shares.js';
import { createSealer } from './http/cookies.js';
import type { WorkView } from './pages/work.js';
import type { Clock } from './ports.js';

/** How often one network may make the console ask the sign-in page for a ticket. */
const ASKED = { atOnce: 200, perSecond: 5, clients: 10_000 };

/** How long the page of a proof waits before it is shown without. */
const SOON_MS = 3_000;
/** Files of all accounts that an account has under way. */
const MOST_UNDER_WAY = 2;
/** Pages that follow the record or long work: of one account, and of all. */
const FOLLOWERS = { each: 3, all: 200 };

/** What the service needs from outside. */
export interface Dependencies {
  readonly config: ConsoleConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  peer(name: 'policy' | 'credential' | 'otp' | 'passkey' | 'trust-store' | 'audit'): Peer;
}

/**
 * Builds one replica, without its servers. The console stores nothing: each request carries its sign-in, sealed. Long
 * work is kept in memory, for minutes.
 */
export function assemble(dependencies: Dependencies): {
  readonly handle: RequestListener;
  readonly addresses: ClientAddresses;
  readonly works: LongWorks<WorkView>;
} {
  const { config, clock, random, log, peer } = dependencies;
  const { keys: ring, deadline: deadlineMs, url: origin, 'sign-in': signIn } = config;
  const now = () => clock.now();
  const [policy, credential, otp] = [peer('policy'), peer('credential'), peer('otp')];
  const passkey = peer('passkey');
  const trustStore = peer('trust-store');
  const addresses = clientAddresses({ ...config.http, nat64: config.nat64 });
  const replica = random.bytes(6).toString('hex');
  const newId = () => `${replica}-${random.bytes(16).toString('hex')}`;
  const works = new LongWorks<WorkView>({ now, newId });
  const app = createApp({
    ...{ origin, addresses, clock, random, log },
    timeZone: config['time-zone'],
    translate: loadMessages('console'),
    signer: createSigner(ring),
    sealer: createSealer(ring, random),
    asked: createAllowance(now, ASKED),
    signInPages: signInPages({
      ...{ usual: signIn.url, hosts: signIn.hosts, via: signIn.via },
      ...{ callback: `${origin}/signed-in`, deadlineMs },
      secret: () => readSecret(signIn['secret-file']),
    }),
    record: domainRecord({ audit: peer('audit'), deadlineMs }),
    accounts: accounts({ credential, otp, passkey, trustStore, log, deadlineMs }),
    acts: acts({ credential, otp, passkey, policy, deadlineMs }),
    signInClients: signInClients({ policy, trustStore, log, deadlineMs }),
    policies: policies({ policy, deadlineMs }),
    reminders: reminders({ policy, deadlineMs }),
    evidence: evidence({ policy }),
    ...{ replica, works, soonMs: SOON_MS },
    trialStates: new TrialStates({
      now,
      failed: (error) => log.warn('a trial could not be counted', { error }),
    }),
    underWay: openShares(MOST_UNDER_WAY),
    followers: boundedShares(FOLLOWERS),
  });
  return { addresses, works, handle: app.callback() };
}
