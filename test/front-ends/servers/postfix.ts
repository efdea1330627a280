import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { claimServerPorts, deployed } from './program.js';

/** Debian's Postfix, with its submission service on a port of its own. */
export interface Postfix {
  /** Connections begin with a PROXY header, unless it is behind nginx. */
  readonly port: number;
  said(): string;
  stop(): Promise<void>;
}

const run = promisify(execFile);

export interface AskingPostfix {
  /** Port of Dovecot's auth service. */
  readonly saslPort: number;
  /** Port of the listener `postfix-policy`. */
  readonly policyPort: number;
  /** The secret by which that listener knows Postfix. */
  readonly policySecret: string;
  /** How long it waits for an answer; if absent, as deployed. */
  readonly timeoutMs?: number;
}

/** A submission service for a webmail alone. */
export interface SubmissionPostfix {
  /** What an administrator adds to main.cf. */
  readonly mainCf: string;
  /** Delivers mail for a domain to maildirs, by the account's name. */
  readonly delivers: { readonly domain: string; readonly to: string };
}

/** Starts Postfix with the configuration of deploy/front-ends. The caller stops it. */
export async function startPostfix(
  mode: AskingPostfix | SubmissionPostfix | 'behind nginx',
): Promise<Postfix> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-postfix-'));
  chmodSync(dir, 0o755);
  const [port = 0] = await claimServerPorts(1);
  for (const name of ['etc', 'queue', 'data']) mkdirSync(join(dir, name));
  await run('chown', ['postfix', join(dir, 'data')]);
  const config = join(dir, 'etc');
  const log = join(dir, 'maillog');
  writeFileSync(
    join(config, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = ${log}
maillog_file_prefixes = ${dir}
inet_interfaces = 127.0.0.1
myhostname = mail.example
mydestination =
alias_maps =
alias_database =
default_transport = discard
relay_transport = discard
smtpd_peername_lookup = no
${settingsOf(mode, dir)}`,
  );
  writeFileSync(
    join(config, 'master.cf'),
    `127.0.0.1:${port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
discard unix - - n - - discard
deliver unix - n n - - pipe user=nobody argv=${dir}/deliver \${recipient}
`,
  );
  await run('postfix', ['-c', config, 'start']);
  const stop = async () => {
    await run('postfix', ['-c', config, 'stop']).catch(() => undefined);
    await sleep(200);
    rmSync(dir, { recursive: true, force: true });
  };
  return { port, said: () => readFileSync(log, 'utf8'), stop };
}

function settingsOf(mode: AskingPostfix | SubmissionPostfix | 'behind nginx', dir: string): string {
  if (mode === 'behind nginx') return deployed('postfix/behind-nginx.cf', {});
  if (!('mainCf' in mode)) return asking(mode);
  const { domain, to } = mode.delivers;
  const script = `#!/bin/sh
mailbox=${to}/$1
mkdir -p "$mailbox/tmp" "$mailbox/new" "$mailbox/cur"
cat > "$mailbox/tmp/$$" && mv "$mailbox/tmp/$$" "$mailbox/new/$$.$(date +%s)"
`;
  writeFileSync(join(dir, 'deliver'), script, { mode: 0o755 });
  return `${mode.mainCf}
virtual_mailbox_domains = ${domain}
virtual_transport = deliver
`;
}

function asking({ saslPort, policyPort, policySecret, timeoutMs }: AskingPostfix): string {
  return deployed('postfix/main.cf', {
    ...(timeoutMs === undefined
      ? {}
      : { 'timeout = 7s': `timeout = ${Math.ceil(timeoutMs / 1000)}s` }),
    '127.0.0.1:7280': `127.0.0.1:${saslPort}`,
    '127.0.0.1:7240': `127.0.0.1:${policyPort}`,
    '@SECRET@': policySecret,
  });
}
