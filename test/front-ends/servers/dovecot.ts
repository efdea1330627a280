import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimServerPorts, deployed, type Program, startProgram } from './program.js';

/** Debian's Dovecot, on ports of its own. */
export interface Dovecot extends Program {
  /** Connections to these begin with a PROXY header. */
  readonly proxied: { imap: number; pop3: number; sieve: number };
  readonly imap: number;
  /** Port for Postfix. */
  readonly saslPort: number;
  readonly doveadm: { url: string; apiKey: string };
  /** A maildir for each account, by its name. */
  readonly mailboxes: string;
}

export type DovecotMode =
  | {
      readonly kind: 'lua';
      readonly url: string;
      readonly secret: string;
      readonly timeoutMs?: number;
    }
  | {
      readonly kind: 'auth-policy';
      readonly url: string;
      readonly secret: string;
      readonly password: string;
    }
  /** Behind a proxy that has decided: accepts this password for every account. */
  | { readonly kind: 'static'; readonly password: string };

const API_KEY = 'a-key-of-this-test-alone';

/** Starts Dovecot with the configuration of deploy/front-ends. The caller stops it. */
export async function startDovecot(mode: DovecotMode): Promise<Dovecot> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-dovecot-'));
  // Its processes run as their own users.
  chmodSync(dir, 0o755);
  for (const name of ['run', 'mail', 'state']) mkdirSync(join(dir, name));
  chmodSync(join(dir, 'mail'), 0o777);
  const write = (name: string, text: string) => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  const ports = await claimServerPorts(6);
  const [imap = 0, imapProxied = 0, pop3 = 0, sieve = 0, saslPort = 0, http = 0] = ports;
  const key = write('doveadm-key.conf', `doveadm_api_key = ${API_KEY}\n`);
  const doveadm = write(
    'doveadm.conf',
    deployed('dovecot/doveadm.conf', { '7290': `${http}`, '/etc/dovecot/doveadm-key.conf': key }),
  );
  const config = write(
    'dovecot.conf',
    `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = /dev/stderr
protocols = imap pop3 sieve
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
first_valid_uid = 1
auth_failure_delay = 0
auth_verbose = yes
default_login_user = dovenull
default_internal_user = dovecot
service imap-login {
  inet_listener imap { 
    port = ${imap} 
  }
  inet_listener imaps { 
    port = 0 
  }
  inet_listener proxied {
    port = ${imapProxied}
    haproxy = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${pop3}
    haproxy = yes
  }
  inet_listener pop3s {
    port = 0
  }
}
service managesieve-login {
  inet_listener sieve {
    port = ${sieve}
    haproxy = yes
  }
}
service auth {
  inet_listener {
    port = ${saslPort}
  }
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${dir}/mail/%u
}
!include ${doveadm}
${gate(mode, write)}
`,
  );
  const program = await startProgram('dovecot', ['-F', '-c', config], ports);
  return {
    ...program,
    imap,
    proxied: { imap: imapProxied, pop3, sieve },
    saslPort,
    mailboxes: `${dir}/mail`,
    doveadm: { url: `http://127.0.0.1:${http}/doveadm/v1`, apiKey: API_KEY },
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function gate(mode: DovecotMode, write: (name: string, text: string) => string): string {
  switch (mode.kind) {
    case 'lua': {
      const { url, secret, timeoutMs } = mode;
      const changes = {
        'http://127.0.0.1:7210/passdb': url,
        '/etc/dovecot/gatepost.secret': write('gatepost.secret', `${secret}\n`),
        ...(timeoutMs === undefined ? {} : { 'TIMEOUT_MS = 7000': `TIMEOUT_MS = ${timeoutMs}` }),
      };
      const script = write('gatepost.lua', deployed('dovecot/gatepost.lua', changes));
      const conf = deployed('dovecot/gatepost.conf', { '/etc/dovecot/gatepost.lua': script });
      return `!include ${write('gatepost.conf', conf)}`;
    }
    case 'auth-policy': {
      const { url, secret, password } = mode;
      const conf = deployed('dovecot/auth-policy.conf', {
        'http://127.0.0.1:7270/policy': url,
        '@SECRET@': secret,
        '@NONCE@': 'a nonce of this test',
      });
      return `auth_mechanisms = plain login
passdb {
  driver = static
  args = password=${password}
  override_fields = user_stage=after
}
haproxy_trusted_networks = 127.0.0.0/8
!include ${write('auth-policy.conf', conf)}`;
    }
    case 'static':
      return `auth_mechanisms = plain login
passdb {
  driver = static
  args = password=${mode.password}
}
haproxy_trusted_networks = 127.0.0.0/8`;
    default:
      return mode satisfies never;
  }
}
