import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../libs/config/index.js';
import {
  claimServerPorts,
  deployed,
  type Program,
  startProgram,
} from '../front-ends/servers/program.js';

export interface Dovecot24 extends Program {
  readonly imap: number;
}

/** Some 110 MB, kept from run to run. */
const ROOT = join(tmpdir(), 'gatepost-debian-13-dovecot');

/** Whether Debian 13's packages can be downloaded. */
export function canHaveDovecot24(): boolean {
  const script = join(packageRoot, 'test', 'webmail', 'unpack-dovecot-2.4.sh');
  const { status, stderr } = spawnSync('sh', [script, ROOT], { encoding: 'utf8' });
  if (status === 0) return true;
  console.warn(`NOT TRIED on this machine: Dovecot 2.4 of Debian 13\n${stderr.slice(-500)}`);
  return false;
}

/** Debian 13's Dovecot, with the files of deploy/front-ends, in a root directory of its own. */
export async function startDovecot24(of: {
  readonly passdb: number;
  readonly introspection: number;
  readonly secret: string;
  /** The secret that the script sends at `passdb`; if absent, the right one. */
  readonly scriptSecret?: string;
}): Promise<Dovecot24> {
  const [imap = 0] = await claimServerPorts(1);
  const home = mkdtempSync(join(ROOT, 'tmp', 'dovecot-'));
  const inside = home.slice(ROOT.length);
  for (const name of ['run', 'state', 'mail']) mkdirSync(join(home, name), { mode: 0o755 });
  for (const name of ['', 'mail'])
    spawnSync('chmod', [name === '' ? '755' : '777', join(home, name)]);
  const write = (name: string, text: string) => {
    writeFileSync(join(home, name), text);
    return `${inside}/${name}`;
  };
  cpSync('/etc/nsswitch.conf', join(ROOT, 'etc', 'nsswitch.conf'));
  const script = write(
    'gatepost.lua',
    deployed('dovecot/gatepost.lua', {
      'http://127.0.0.1:7210/passdb': `http://127.0.0.1:${of.passdb}/passdb`,
      '/etc/dovecot/gatepost.secret': write('secret', `${of.scriptSecret ?? of.secret}\n`),
    }),
  );
  const gate = write(
    'gatepost-2.4.conf',
    deployed('dovecot/gatepost-2.4.conf', {
      '/etc/dovecot/gatepost.lua': script,
      '127.0.0.1:7219': `127.0.0.1:${of.introspection}`,
      '@SECRET@': of.secret,
    }),
  );
  const config = write(
    'dovecot.conf',
    `dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = ${inside}/run
state_dir = ${inside}/state
log_path = /dev/stderr
protocols {
  imap = yes
}
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
auth_verbose = yes
auth_failure_delay = 0
auth_internal_failure_delay = 0
mail_driver = maildir
mail_path = ${inside}/mail/%{user}
first_valid_uid = 1
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
userdb static {
  fields {
    uid = nobody
    gid = nogroup
    home = ${inside}/mail/%{user}
  }
}
!include ${gate}
`,
  );
  const program = await startProgram(
    'chroot',
    [ROOT, '/usr/sbin/dovecot', '-F', '-c', config],
    [imap],
  );
  return {
    ...program,
    imap,
    async stop() {
      await program.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
