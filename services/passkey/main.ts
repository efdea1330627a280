import { runService } from '../../libs/lifecycle/index.js';
import { endEarned, ticketCheck } from '../../libs/not-before/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { recoveryCodes } from './clients/recovery-codes.js';
import { passkeySettings, settingsOf } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { enrollmentService } from './grpc/enrollment-service.js';
import { passkeyService } from './grpc/passkey-service.js';
import { jobs } from './jobs.js';

await runService({
  name: 'passkey',
  settings: passkeySettings,
  start: async (parts) => {
    const { config, log } = parts;
    const base = await openBase('passkey', parts);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;
    const trustStore = base.peer('trust-store');
    const checkTicket = ticketCheck(trustStore);
    const passkey = assemble({
      ...{ db, clock, random, log, ring: config.keys, limits: config.throttle },
      endEarned: endEarned({ trustStore, credential: base.peer('credential') }),
      recoveryCodes: recoveryCodes(base.peer('otp')),
      checkLogin: checkTicket,
      settings: settingsOf(config),
    });
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/passkey' }));
    base.run(jobs(passkey));
    const withTickets = { ...passkey, ticketKeys: config['ticket-keys'], checkTicket };
    return base.serve([
      passkeyService(passkey),
      enrollmentService(withTickets),
      adminService(passkey),
    ]);
  },
});
