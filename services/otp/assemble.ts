import type { Clock } from '../../libs/clock/index.js';
import { otpKeysRotated, otpThrottle } from '../../libs/events/definitions/otp.js';
import { emitter } from '../../libs/events/index.js';
import type { Sweep } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import { type AskTrustStore, notBeforeSender } from '../../libs/not-before/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { KeyRing } from '../../libs/seal/index.js';
import { forgetAccount, serviceThrottles, type ThrottleLimits } from '../../libs/throttle/index.js';
import { sweepHolders, sweepTickets } from '../../libs/ticket/index.js';
import { drawQrCode } from './clients/qr-code.js';
import { otpSecrets } from './clients/secrets.js';
import type { SealedStore } from './commands/rotate-keys.js';
import type { OtpSettings } from './core/settings.js';
import type { ClaimEnrolment } from './ports.js';
import { otpStore } from './storage/otp-store.js';
import { countSecrets, readSecretsOfOtherKeys, replaceSecret } from './storage/sealed-secrets.js';
import { forgetUsedCodes, sweepAttempts, sweepEnrolments } from './storage/sweep.js';

export interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ring: KeyRing;
  readonly trustStore: AskTrustStore;
  readonly claimEnrolment: ClaimEnrolment;
  readonly limits: ThrottleLimits;
  readonly settings: OtpSettings;
}

/** Builds everything that commands and jobs need from the process's dependencies. */
export function assemble(dependencies: Dependencies) {
  const { db, clock, random, log, ring, trustStore, limits, settings } = dependencies;
  const { claimEnrolment } = dependencies;
  const emit = emitter({ service: 'otp', clock, random });
  const throttles = serviceThrottles({
    ...{ db, clock, random, limits, ring, emit },
    events: otpThrottle,
  });
  const notBefore = notBeforeSender({ db, clock, random, log, trustStore });
  const sweeps: Record<string, Sweep> = {
    enrolments: (now, limit) => sweepEnrolments(db, now, limit),
    attempts: (now, limit) => sweepAttempts(db, now, limit),
    'used codes': (now, limit) => forgetUsedCodes(db, now, limit),
    tickets: (now, limit) => sweepTickets(db, { now, limit }),
    accounts: (now, limit) =>
      sweepHolders(
        db,
        { now, limit },
        {
          tables: ['authenticator', 'recovery_code'],
          idle: 'NOT has_passkey',
        },
      ),
    throttle: throttles.sweep,
  };
  return {
    ...settings,
    db,
    clock,
    random,
    log,
    limits,
    drawQrCode,
    claimEnrolment,
    secrets: otpSecrets(ring),
    store: otpStore({ db, emit, notBefore, forgetThrottle: forgetAccount }),
    throttle: throttles.of('code'),
    throttles: throttles.record,
    sealed: {
      count: (keyId: string) => countSecrets(db, keyId),
      read: (from: Parameters<typeof readSecretsOfOtherKeys>[1]) =>
        readSecretsOfOtherKeys(db, from),
      replace: (id: string, change: Parameters<typeof replaceSecret>[2]) =>
        replaceSecret(db, id, change),
      announce: ({ keyId, sealed, actor }: Parameters<SealedStore['announce']>[0]) =>
        db.transaction((tx) => emit(tx, otpKeysRotated, { key_id: keyId, sealed, actor })),
    },
    notBefore,
    sweeps,
  };
}

export type Parts = ReturnType<typeof assemble>;
