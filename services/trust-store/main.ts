import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { parseAccount } from '../../libs/names/account.js';
import { ticketCheckBy } from '../../libs/not-before/index.js';
import { assemble } from './assemble.js';
import { settings } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { selfService } from './grpc/self-service.js';
import { trustService } from './grpc/trust-service.js';
import { watchService } from './grpc/watch-service.js';

await runService({
  name: 'trust-store',
  settings,
  wire: async (base, config) => {
    const { db, clock, random } = base;

    const watchRetentionMs = config['watch-retention'];
    const parts = assemble({ db, clock, random, watchRetentionMs });

    const check = ticketCheckBy(async (name) => {
      const account = parseAccount(name);
      if (!account.ok) throw new TypeError('the account of a ticket is not canonical');
      const { notBefore, ticketsNotBefore } = await parts.store.notBefores(account.value);
      return { notBefore: dateOf(notBefore), ticketsNotBefore: dateOf(ticketsNotBefore) };
    });
    const keys = config['ticket-keys'];

    return {
      jobs: parts.jobs,
      administrators: administratorGate({ keys, clock, store: 'trust-store', check, db }),
      services: [
        trustService(parts),
        selfService({
          ...parts,
          ticketKeys: config['ticket-keys'],
          disownKeys: config['disown-keys'],
        }),
        watchService(parts),
        adminService(parts),
      ],
    };
  },
});

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
