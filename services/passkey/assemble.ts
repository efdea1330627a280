import type { Clock } from '../../libs/clock/index.js';
import { passkeyThrottle } from '../../libs/events/definitions/passkey.js';
import { emitter } from '../../libs/events/index.js';
import type { Sweep } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import { type AskTrustStore, notBeforeSender } from '../../libs/not-before/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { KeyRing } from '../../libs/seal/index.js';
import { forgetAccount, serviceThrottles, type ThrottleLimits } from '../../libs/throttle/index.js';
import { sweepHolders, sweepTickets } from '../../libs/ticket/index.js';
import { ringMac } from './clients/mac.js';
import { notifyServices } from './clients/notify-services.js';
import { webauthn } from './clients/webauthn.js';
import type { PasskeySettings } from './core/settings.js';
import type { CheckLogin, ClaimEnrolment, RecoveryCodes } from './ports.js';
import { passkeyCounts } from './storage/counts.js';
import { sweepMoves } from './storage/moves.js';
import { passkeyStore } from './storage/passkey-store.js';
import { hasPasskey } from './storage/passkeys.js';
import { sweepChallenges, sweepRegistrations, sweepWaiting } from './storage/sweep.js';

export interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ring: KeyRing;
  /** Tells others what earlier logins earned and must end. */
  readonly revokeEarlierGrants: AskTrustStore;
  readonly recoveryCodes: RecoveryCodes;
  readonly checkLogin: CheckLogin;
  readonly claimEnrolment: ClaimEnrolment;
  readonly limits: ThrottleLimits;
  readonly settings: PasskeySettings;
}

/** Builds everything that commands and jobs need from the process's dependencies. */
export function assemble(dependencies: Dependencies) {
  const { db, clock, random, log, ring, revokeEarlierGrants, recoveryCodes, checkLogin } =
    dependencies;
  const { limits, settings, claimEnrolment } = dependencies;
  const emit = emitter({ service: 'passkey', clock, random });
  const throttles = serviceThrottles({
    ...{ db, clock, random, limits, ring, emit },
    events: passkeyThrottle,
  });
  const trustStore = notifyServices({
    ...{ revokeEarlierGrants, recoveryCodes },
    store: { hasPasskey: (account) => hasPasskey(db, account) },
  });
  const notBefore = notBeforeSender({ db, clock, random, log, trustStore });
  const sweeps: Record<string, Sweep> = {
    registrations: (now, limit) => sweepRegistrations(db, now, limit),
    waiting: (now, limit) => sweepWaiting(db, now, limit),
    moves: (now, limit) => sweepMoves(db, now, limit),
    challenges: (now, limit) => sweepChallenges(db, now, limit),
    tickets: (now, limit) => sweepTickets(db, { now, limit }),
    accounts: (now, limit) =>
      sweepHolders(db, { now, limit }, { tables: ['passkey', 'registration'] }),
    throttle: throttles.sweep,
  };
  return {
    ...settings,
    ...{ clock, random, log, recoveryCodes, checkLogin, claimEnrolment, notBefore, sweeps },
    mac: ringMac(ring),
    webauthn: webauthn(),
    store: passkeyStore({ db, emit, notBefore, forgetThrottle: forgetAccount }),
    counts: passkeyCounts(db),
    throttle: throttles.of('passkey'),
    throttles: throttles.record,
  };
}

export type Parts = ReturnType<typeof assemble>;
