import { runService } from '../../libs/lifecycle/index.js';
import { endEarned, ticketCheck } from '../../libs/not-before/index.js';
import { checkKeys } from '../../libs/seal/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { otpSettings, settingsOf } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { enrollmentService } from './grpc/enrollment-service.js';
import { otpService } from './grpc/otp-service.js';
import { jobs } from './jobs.js';
import { readKeyIds } from './storage/sealed-secrets.js';

await runService({
  name: 'otp',
  settings: otpSettings,
  start: async (parts) => {
    const { config, log } = parts;
    const base = await openBase('otp', parts);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;
    const ring = config.keys;
    checkKeys({ needed: await readKeyIds(db), ring, log });

    const otp = assemble({
      db,
      clock,
      random,
      log,
      ring,
      trustStore: endEarned({
        trustStore: base.peer('trust-store'),
        credential: base.peer('credential'),
      }),
      limits: config.throttle,
      settings: settingsOf(config),
    });
    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/otp' }));
    base.run(jobs(otp));
    const checkTicket = ticketCheck(base.peer('trust-store'));
    const withTickets = { ...otp, ticketKeys: config['ticket-keys'], checkTicket };
    return base.serve([otpService(otp), enrollmentService(withTickets), adminService(otp)]);
  },
});
