import { createAllowance } from '../../libs/allowance/index.js';
import type { Clock } from '../../libs/clock/index.js';
import { emitter } from '../../libs/events/index.js';
import type { Sweep } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import { type AskTrustStore, notBeforeSender } from '../../libs/not-before/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { KeyRing } from '../../libs/seal/index.js';
import { shareEventLoop } from './clients/event-loop.js';
import { ringMac } from './clients/mac.js';
import { RESPONSES } from './commands/consume/allowance.js';
import { createSlots } from './commands/slots.js';
import type { Urls } from './core/settings.js';
import type { TrustStore, Xml } from './ports.js';
import { samlStore } from './storage/saml-store.js';
import { sweepConsumed, sweepSessions } from './storage/sweep.js';
import { readCertificate, spKeys } from './xml/certificates.js';
import { xml } from './xml/index.js';

export interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ring: KeyRing;
  readonly trustStore: TrustStore;
  readonly askTrustStore: AskTrustStore;
  readonly urls: Urls;
  readonly frontEnds: readonly string[];
  readonly loginLifetimeMs: number;
  /** Absent: it runs in this thread. */
  readonly secondOpinion?: Xml['secondOpinion'];
}

/** Builds everything that commands and jobs need from the process's dependencies. */
export function assemble(dependencies: Dependencies) {
  const { db, clock, random, log, ring, secondOpinion } = dependencies;
  const emit = emitter({ service: 'saml', clock, random });
  const notBefore = notBeforeSender({
    db,
    clock,
    random,
    log,
    trustStore: dependencies.askTrustStore,
  });
  const sweeps: Record<string, Sweep> = {
    consumed: (now, limit) => sweepConsumed(db, now, limit),
    sessions: (now, limit) => sweepSessions(db, now, limit),
  };
  return {
    ...dependencies,
    xml: secondOpinion === undefined ? xml : { ...xml, secondOpinion },
    mac: ringMac(ring),
    allowances: {
      atDomain: createAllowance(() => clock.now(), RESPONSES.atDomain),
      everywhere: createAllowance(() => clock.now(), RESPONSES.everywhere),
    },
    yieldToEventLoop: shareEventLoop(),
    slots: createSlots(),
    spKeys: spKeys(random),
    readCertificate,
    notBefore,
    store: samlStore({ db, clock, ring, emit, notBefore }),
    sweeps,
  };
}

export type Parts = ReturnType<typeof assemble>;
