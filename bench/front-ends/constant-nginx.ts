import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claimServerPorts,
  type Program,
  startProgram,
} from '../../test/front-ends/servers/program.js';

/** The fastest possible answer to nginx's mail module: another nginx, which accepts everyone. */
export async function constantNginx(options: {
  readonly upstream: string;
  readonly password: string;
}): Promise<Program & { readonly port: number }> {
  const [host, upstreamPort] = options.upstream.split(':');
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-constant-'));
  const [port = 0] = await claimServerPorts(1);
  const config = join(dir, 'nginx.conf');
  writeFileSync(
    config,
    `pid ${dir}/pid;
worker_processes 1;
events { worker_connections 128; }
http {
  access_log off;
  client_body_temp_path ${dir}/body;
  proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi;
  uwsgi_temp_path ${dir}/uwsgi;
  scgi_temp_path ${dir}/scgi;
  server {
    listen 127.0.0.1:${port};
    location / {
      add_header Auth-Status OK;
      add_header Auth-Server ${host};
      add_header Auth-Port ${upstreamPort};
      add_header Auth-Pass ${options.password};
      return 200;
    }
  }
}
`,
  );
  const args = ['-c', config, '-g', 'daemon off;', '-e', 'stderr'];
  const program = await startProgram('nginx', args, [port]);
  return {
    ...program,
    port,
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
