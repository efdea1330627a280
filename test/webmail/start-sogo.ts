import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimServerPorts, type Program, startProgram } from '../front-ends/servers/program.js';
import { asAdministrator, createDatabase, dropDatabase } from '../suite/databases.js';
import type { SharedRun } from '../suite/shared-run.js';

/** Debian's SOGo with a database in the run's Postgres, and memcached. */
export interface Sogo extends Program {
  readonly port: number;
}

const PEOPLE = `CREATE TABLE people (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text)`;

/** Starts SOGo on a free port of 127.0.0.1. The caller stops it. */
export async function startSogo(of: {
  readonly shared: SharedRun;
  readonly imap: number;
  readonly smtp: number;
  /** Lines of sogo.conf from the page. */
  readonly documented: string;
  readonly people: readonly string[];
}): Promise<Sogo> {
  const [port = 0, memcached = 0] = await claimServerPorts(2);
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-sogo-'));
  // GNUstep keeps files in the home directory, and sogod refuses root.
  chmodSync(dir, 0o755);
  spawnSync('install', ['-d', '-o', 'sogo', join(dir, 'home')]);
  const database = await createDatabase(of.shared);
  const url = new URL(of.shared.adminUrl);
  url.password = readFileSync(of.shared.adminPasswordFile, 'utf8').trim();
  url.protocol = 'postgresql:';
  url.pathname = `/${database}`;
  await asAdministrator(of.shared, database, async (client) => {
    await client.query(PEOPLE);
    for (const person of of.people) {
      const [name] = person.split('@');
      await client.query('INSERT INTO people VALUES ($1, $1, $2, $3, $1)', [person, '', name]);
    }
  });
  const settings: Record<string, string> = {
    WOPort: `127.0.0.1:${port}`,
    WOWorkersCount: '4',
    WONoDetach: 'YES',
    WOLogFile: '-',
    WOPidFile: join(dir, 'home', 'pid'),
    SOGoProfileURL: `${url}/sogo_user_profile`,
    OCSFolderInfoURL: `${url}/sogo_folder_info`,
    OCSSessionsFolderURL: `${url}/sogo_sessions_folder`,
    OCSEMailAlarmsFolderURL: `${url}/sogo_alarms_folder`,
    SOGoUserSources: `({type=sql;id=people;viewURL="${url}/people";canAuthenticate=YES;isAddressBook=NO;})`,
    SOGoMemcachedHost: `127.0.0.1:${memcached}`,
    SOGoIMAPServer: `imap://127.0.0.1:${of.imap}`,
    SOGoMailingMechanism: 'smtp',
    SOGoSMTPServer: `smtp://127.0.0.1:${of.smtp}`,
    ...Object.fromEntries(
      [...of.documented.matchAll(/^\s*(\w+) = (\S+);$/gm)].map(([, name, value]) => [name, value]),
    ),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`-${name}`, value]);
  const own = ['--reuid=sogo', '--regid=sogo', '--clear-groups', 'env', `HOME=${dir}/home`];
  const cache = await startProgram(
    'memcached',
    ['-u', 'nobody', '-l', '127.0.0.1', '-p', `${memcached}`],
    [memcached],
  );
  const program = await startProgram('setpriv', [...own, 'sogod', ...args], [port]);
  return {
    ...program,
    port,
    async stop() {
      await program.stop();
      await cache.stop();
      await dropDatabase(of.shared, database);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
