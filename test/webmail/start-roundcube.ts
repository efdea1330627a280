import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from '../front-ends/servers/program.js';

export interface Roundcube extends Program {
  /** Sets its clock this many ms ahead, because the suite's clock does not reach it. */
  advance(ms: number): void;
}

/** From Debian's package libfaketime, for every architecture. */
const FAKETIME = '/usr/$LIB/faketime/libfaketime.so.1';

/** Debian's Roundcube on a port of its own, configured by lines of docs/sign-in.md alone. */
export async function startRoundcube(of: {
  readonly port: number;
  readonly imap: number;
  readonly smtp: number;
  /** PHP lines of the page. */
  readonly documented: string;
}): Promise<Roundcube> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-roundcube-'));
  for (const name of ['temp', 'logs']) mkdirSync(join(dir, name));
  const own = `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${dir}/roundcube.db?mode=0600';
$config['imap_host'] = '127.0.0.1:${of.imap}';
$config['smtp_host'] = '127.0.0.1:${of.smtp}';
$config['des_key'] = 'a key of this test alone';
$config['temp_dir'] = '${dir}/temp';
$config['log_dir'] = '${dir}/logs';
$config['log_driver'] = 'stdout';
$config['plugins'] = [];
${of.documented}
`;
  writeFileSync(join(dir, 'config.inc.php'), own);
  writeFileSync(join(dir, 'defaults.inc.php'), readFileSync('/etc/roundcube/defaults.inc.php'));
  // A web server in front, as usual: an older Roundcube puts this port into its callback address.
  const webServer = join(dir, 'web-server.php');
  writeFileSync(webServer, `<?php $_SERVER['SERVER_PORT'] = '80';`);
  const clock = join(dir, 'clock');
  let offset = 0;
  const setClock = () => writeFileSync(clock, `+${offset / 1000}\n`);
  setClock();
  const environment = {
    ROUNDCUBE_CONFIG_DIR: dir,
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const php = ['php', '-d', `auto_prepend_file=${webServer}`, '-S', `127.0.0.1:${of.port}`];
  const root = ['-t', '/usr/share/roundcube'];
  const program = await startProgram('env', [...settings, ...php, ...root], [of.port]);
  return {
    ...program,
    advance(ms) {
      offset += ms;
      setClock();
    },
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
