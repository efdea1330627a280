import { administratorGate } from '../../libs/administer/index.js';
import { runService } from '../../libs/kit/run-service.js';
import { askTrustStore, ticketCheck } from '../../libs/not-before/index.js';
import { checkKeys } from '../../libs/seal/index.js';
import { assemble } from './assemble.js';
import { passwordHashes } from './clients/hashes/password-hashes.js';
import { ldapDirectory } from './clients/ldap/directory.js';
import { breachedList } from './clients/strength/breached-list.js';
import { newPasswordCheck } from './clients/strength/new-password-check.js';
import { strengthThread } from './clients/strength/strength-thread.js';
import { credentialSettings, hashingOf, ldapRulesOf, settingsOf } from './config.js';
import { credentialAdminService } from './grpc/admin-service.js';
import { appPasswordService } from './grpc/app-password-service.js';
import { credentialService } from './grpc/credential-service.js';
import { ownPasswordService } from './grpc/own-password-service.js';
import { jobs } from './jobs.js';
import { readKeyIds } from './storage/app-passwords.js';

await runService({
  name: 'credential',
  settings: credentialSettings,
  wire: async (base, config) => {
    const { db, clock, random, log, onStop } = base;
    const ring = config.keys;
    checkKeys({ needed: await readKeyIds(db), ring, log });

    const directory = ldapDirectory(ldapRulesOf(config), log);
    onStop(() => directory.close());
    const hashes = await passwordHashes(hashingOf(config));
    const limits = config.throttle;
    const settings = settingsOf(config);
    const peer = base.peer('trust-store');
    const trustStore = askTrustStore(peer);
    const dependencies = {
      db,
      clock,
      random,
      log,
      ring,
      hashes,
      directory,
      limits,
      settings,
      trustStore,
    };
    const credential = assemble(dependencies);
    const { 'least-score': leastScore, 'breached-list': breached } = config.passwords;

    const keys = config['ticket-keys'];
    const check = ticketCheck(peer);

    return {
      administrators: administratorGate({ keys, clock, store: 'credential', check, db }),
      jobs: jobs(credential),
      services: [
        credentialService(credential),
        appPasswordService({
          ...credential,
          ticketKeys: config['ticket-keys'],
          disownKeys: config['disown-keys'],
          checkTicket: ticketCheck(peer),
        }),
        ownPasswordService({
          ...credential,
          newPasswords: newPasswordCheck({
            judge: strengthThread(),
            isBreached: breached === undefined ? undefined : breachedList(breached),
            leastScore,
          }),
          ticketKeys: config['ticket-keys'],
          checkTicket: ticketCheck(peer),
        }),
        credentialAdminService(credential),
      ],
    };
  },
});
