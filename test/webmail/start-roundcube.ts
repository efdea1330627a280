import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../libs/config/index.js';
import { type Program, startProgram } from '../front-ends/servers/program.js';

export interface Roundcube extends Program {
  readonly url: string;
}

/** Debian's Roundcube, with the lines of docs/sign-in.md and nothing else of ours. */
export async function startRoundcube(of: {
  readonly port: number;
  readonly imap: number;
  readonly secret: string;
  /** Of the sign-in page. */
  readonly signIn: string;
}): Promise<Roundcube> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-roundcube-'));
  for (const name of ['temp', 'logs']) mkdirSync(join(dir, name));
  const own = `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${dir}/roundcube.db?mode=0600';
$config['imap_host'] = '127.0.0.1:${of.imap}';
$config['des_key'] = 'a key of this test alone';
$config['temp_dir'] = '${dir}/temp';
$config['log_dir'] = '${dir}/logs';
$config['plugins'] = [];
${documented(of)}
`;
  writeFileSync(join(dir, 'config.inc.php'), own);
  writeFileSync(join(dir, 'defaults.inc.php'), readFileSync('/etc/roundcube/defaults.inc.php'));
  const args = ['-S', `127.0.0.1:${of.port}`, '-t', '/usr/share/roundcube'];
  process.env.ROUNDCUBE_CONFIG_DIR = dir;
  const program = await startProgram('php', args, [of.port]);
  delete process.env.ROUNDCUBE_CONFIG_DIR;
  return {
    ...program,
    url: `http://127.0.0.1:${of.port}/`,
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The block of PHP in the documentation, for this secret and this host. */
function documented({ secret, signIn }: { secret: string; signIn: string }): string {
  const page = readFileSync(join(packageRoot, 'docs', 'sign-in.md'), 'utf8');
  const block = /```php\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  return block.replaceAll('https://login.a.tld', signIn).replace('the secret', secret);
}
