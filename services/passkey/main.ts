import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { claimEnrolment, revokeEarlierGrants, ticketCheck } from '../../libs/not-before/index.js';
import { assemble } from './assemble.js';
import { setModels } from './clients/attestation.js';
import { readModels } from './clients/read-models.js';
import { recoveryCodes } from './clients/recovery-codes.js';
import { passkeySettings, settingsOf } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { enrollmentService } from './grpc/enrollment-service.js';
import { passkeyService } from './grpc/passkey-service.js';
import { jobs } from './jobs.js';
import { noteMetadataNumber } from './storage/metadata-number.js';

await runService({
  name: 'passkey',
  settings: passkeySettings,
  wire: async (base, config) => {
    const { db, clock, random, log } = base;
    const trustStore = base.peer('trust-store');
    const models = await readModels(config, {
      ...{ now: clock.now(), log },
      noteNumber: (no) => noteMetadataNumber(db, no),
    });
    await setModels(models.flatMap((entry) => entry.models));
    const checkTicket = ticketCheck(trustStore);
    const passkey = assemble({
      ...{ db, clock, random, log, ring: config.keys, limits: config.throttle },
      revokeEarlierGrants: revokeEarlierGrants({ trustStore, credential: base.peer('credential') }),
      recoveryCodes: recoveryCodes(base.peer('otp')),
      checkLogin: checkTicket,
      claimEnrolment: claimEnrolment(trustStore, 'passkey'),
      settings: settingsOf(config, models),
    });
    const withTickets = {
      ...passkey,
      ticketKeys: config['ticket-keys'],
      disownKeys: config['disown-keys'],
      checkTicket,
    };
    const { ticketKeys: keys, checkTicket: check } = withTickets;
    return {
      administrators: administratorGate({ keys, clock, store: 'passkey', check, db }),
      services: [passkeyService(passkey), enrollmentService(withTickets), adminService(passkey)],
      jobs: jobs(passkey),
    };
  },
});
