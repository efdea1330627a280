import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { claimEnrolment, revokeEarlierGrants, ticketCheck } from '../../libs/not-before/index.js';
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

    const trustStore = base.peer('trust-store');
    const otp = assemble({
      db,
      clock,
      random,
      log,
      ring,
      trustStore: revokeEarlierGrants({ trustStore, credential: base.peer('credential') }),
      claimEnrolment: claimEnrolment(trustStore, 'otp'),
      limits: config.throttle,
      settings: settingsOf(config),
    });
    const withTickets = {
      ...otp,
      ticketKeys: config['ticket-keys'],
      disownKeys: config['disown-keys'],
      checkTicket: ticketCheck(trustStore),
    };
    const { ticketKeys: keys, checkTicket: check } = withTickets;
    return {
      administrators: administratorGate({ keys, clock, store: 'otp', check, db }),
      services: [otpService(otp), enrollmentService(withTickets), adminService(otp)],
      jobs: jobs(otp),
    };
  },
});
