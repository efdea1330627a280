import { runService } from '../../libs/lifecycle/index.js';
import { askTrustStore, ticketCheck } from '../../libs/not-before/index.js';
import { checkKeys } from '../../libs/seal/index.js';
import { openBase, recordSink } from '../../libs/service/index.js';
import { assemble } from './assemble.js';
import { passwordHashes } from './clients/hashes/password-hashes.js';
import { ldapDirectory } from './clients/ldap/directory.js';
import { credentialSettings, hashingOf, ldapRulesOf, settingsOf } from './config.js';
import { credentialAdminService } from './grpc/admin-service.js';
import { appPasswordService } from './grpc/app-password-service.js';
import { credentialService } from './grpc/credential-service.js';
import { jobs } from './jobs.js';
import { readKeyIds } from './storage/app-passwords.js';

await runService({
  name: 'credential',
  settings: credentialSettings,
  start: async (parts) => {
    const { config, log, onStop } = parts;
    const base = await openBase('credential', parts);
    if (base === undefined) return undefined;
    const { db, clock, random } = base;
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

    base.relay(recordSink({ audit: base.peer('audit'), source: '/gatepost/credential' }));
    base.run(jobs(credential));
    return base.serve([
      credentialService(credential),
      appPasswordService({
        ...credential,
        ticketKeys: config['ticket-keys'],
        checkTicket: ticketCheck(peer),
      }),
      credentialAdminService(credential),
    ]);
  },
});
