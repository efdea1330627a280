import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimServerPorts, deployed, type Program, startProgram } from './program.js';

/** Debian's nginx with its mail module, on ports of its own. */
export interface Nginx extends Program {
  /** Connections begin with a PROXY header. */
  readonly imap: number;
  readonly pop3: number;
  readonly smtp: number;
  readonly http: number;
  /** The protected host of nginx/webmail.conf. */
  readonly webmail: number;
}

/** Starts nginx with the configuration of deploy/front-ends. The caller stops it. */
export async function startNginx(options: {
  readonly secret: string;
  /** Ports of edge's listeners; 0 if not used. */
  readonly mail: number;
  readonly forwardAuth: number;
  /** Port of the listener that has `portal`; if absent, that of forwardAuth. */
  readonly portal?: number;
  /** How long it waits for an answer; if absent, as deployed. */
  readonly timeoutMs?: number;
}): Promise<Nginx> {
  const { secret, mail, forwardAuth, timeoutMs } = options;
  const call = (setting: string) =>
    timeoutMs === undefined ? {} : { [`${setting} 7s`]: `${setting} ${timeoutMs}ms` };
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-nginx-'));
  const write = (name: string, text: string) => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };
  const [imap = 0, pop3 = 0, smtp = 0, http = 0, backend = 0, webmail = 0] =
    await claimServerPorts(6);
  const mailFile = write(
    'mail.conf',
    deployed('nginx/mail.conf', {
      ...call('auth_http_timeout'),
      '127.0.0.1:7220': `127.0.0.1:${mail}`,
      '@SECRET@': secret,
      '127.0.0.1:1143': `127.0.0.1:${imap}`,
      '127.0.0.1:1110': `127.0.0.1:${pop3}`,
      '127.0.0.1:1587': `127.0.0.1:${smtp}`,
    }),
  );
  const httpFile = write(
    'http.conf',
    deployed('nginx/http.conf', {
      ...call('proxy_read_timeout'),
      '127.0.0.1:7230': `127.0.0.1:${forwardAuth}`,
      '@SECRET@': secret,
      '127.0.0.1:8443': `127.0.0.1:${http}`,
      '127.0.0.1:8080': `127.0.0.1:${backend}`,
    }),
  );
  const webmailFile = write(
    'webmail.conf',
    deployed('nginx/webmail.conf', {
      ...call('proxy_read_timeout'),
      '127.0.0.1:7230': `127.0.0.1:${options.portal ?? forwardAuth}`,
      '@SECRET@': secret,
      '127.0.0.1:8446': `127.0.0.1:${webmail}`,
      '127.0.0.1:8081': `127.0.0.1:${backend}`,
    }),
  );
  const config = write(
    'nginx.conf',
    `
load_module /usr/lib/nginx/modules/ngx_mail_module.so;
pid ${dir}/pid;
error_log stderr info;
worker_processes 1;
events { worker_connections 512; }
include ${mailFile};
http {
  access_log off;
  client_body_temp_path ${dir}/body;
  proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi;
  scgi_temp_path ${dir}/scgi;
  include ${httpFile};
  include ${webmailFile};
  server {
    listen 127.0.0.1:${backend};
    location / {
      return 200 "in as $http_x_gatepost_account $http_authorization $http_cookie";
    }
  }
}
`,
  );
  const args = ['-c', config, '-g', 'daemon off;', '-e', 'stderr'];
  const program = await startProgram('nginx', args, [imap, pop3, smtp, http, backend, webmail]);
  return {
    ...program,
    ...{ imap, pop3, smtp, http, webmail },
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
