import { every, type Job, type Sweep, sweepAll } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import { sweepTickets } from '../../libs/ticket/index.js';
import { giveUpExhausted, type SendParts, sendDue } from './jobs/send-mails.js';
import { sweepAddresses, sweepLinks } from './storage/second-addresses.js';
import { sweepMails, sweepTraits } from './storage/sweep.js';

export interface JobParts extends SendParts {
  readonly db: Database;
}

/** `send` is woken when mails may be waiting. */
export function jobs(parts: JobParts): { readonly all: readonly Job[]; readonly send: Job } {
  const { db, clock } = parts;
  const send = every('send mails', 2_000, (signal) => sendDue(parts, signal));
  const sweeps: Record<string, Sweep> = {
    traits: (now, limit) => sweepTraits(db, now, limit),
    exhausted: (now, limit) => giveUpExhausted(parts, now, limit),
    addresses: (now, limit) => sweepAddresses(db, now, limit),
    links: (now) => sweepLinks(db, now),
    tickets: (now, limit) => sweepTickets(db, { now, limit }),
    mails: (now, limit) => sweepMails(db, now, limit),
  };
  const sweeping = every('sweep', 60_000, sweepAll(sweeps, clock));
  return { all: [send, sweeping], send };
}
