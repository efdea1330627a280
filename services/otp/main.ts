import { runService } from '../../libs/kit/run-service.js';
import { endEarned, ticketCheck } from '../../libs/not-before/index.js';
import { checkKeys } from '../../libs/seal/index.js';
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
  wire: async (base, config) => {
    const { db, clock, random, log } = base;
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
    const checkTicket = ticketCheck(base.peer('trust-store'));
    const withTickets = {
      ...otp,
      ticketKeys: config['ticket-keys'],
      disownKeys: config['disown-keys'],
      checkTicket,
    };
    return {
      services: [otpService(otp), enrollmentService(withTickets), adminService(otp)],
      jobs: jobs(otp),
    };
  },
});
