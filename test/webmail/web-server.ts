import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSelfSigned } from '../../libs/certificates/index.js';
import { deployed, type Program, startProgram } from '../front-ends/servers/program.js';

const DAY = 86_400_000;

/** A host of `.example`, which browsers reach over TLS. */
export type Site =
  | {
      readonly kind: 'plain';
      /** `https://<name>.example` */
      readonly name: string;
      readonly backend: number;
      /** What an administrator adds, to `http` and to the server. */
      readonly inHttp?: string;
      readonly inServer?: string;
    }
  | {
      /** The site is behind edge, with deploy/front-ends/nginx/webmail.conf. */
      readonly kind: 'protected';
      readonly name: string;
      readonly backend: number;
      /** Port of edge's listener. */
      readonly listener: number;
      readonly secret: string;
      /** /etc/nginx/gatepost-webmail.d */
      readonly headers?: string;
    };

/** Paths of PEM files. */
export interface WebCertificate {
  readonly cert: string;
  readonly key: string;
  remove(): void;
}

/**
 * Makes a certificate for `localhost`, the name by which our services reach the web server. The test's browsers ignore
 * certificates.
 */
export async function makeWebCertificate(): Promise<WebCertificate> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-certificate-'));
  const [now, name] = [Date.now(), { name: 'localhost', bits: 2048 as const }];
  const made = await makeSelfSigned({ ...name, notBefore: now - DAY, notAfter: now + DAY });
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  writeFileSync(cert, made.certificate);
  writeFileSync(key, made.privateKey);
  return { cert, key, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Debian's nginx in front of webmails. */
export async function startWebServer(
  port: number,
  { cert, key }: WebCertificate,
  sites: readonly Site[],
): Promise<Program> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-web-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const listen = ({ name }: Site) => `listen 127.0.0.1:${port} ssl;
    server_name ${name}.example ${sites.length === 1 ? 'localhost' : ''};
    ssl_certificate ${cert};
    ssl_certificate_key ${key};`;
  const plain = (site: Extract<Site, { kind: 'plain' }>) => `
  ${site.inHttp ?? ''}
  server {
    ${listen(site)}
    ${site.inServer ?? ''}
    location / {
      proxy_pass http://127.0.0.1:${site.backend};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $host;
    }
  }`;
  const behindEdge = (site: Extract<Site, { kind: 'protected' }>) => {
    mkdirSync(join(dir, site.name));
    write(join(site.name, 'own.conf'), site.headers ?? '');
    return deployed('nginx/webmail.conf', {
      'upstream webmail {': `upstream ${site.name} {`,
      'http://webmail;': `http://${site.name};`,
      gatepost_webmail_retry: `${site.name}_retry`,
      '127.0.0.1:8081': `127.0.0.1:${site.backend}`,
      'listen 127.0.0.1:8446;': listen(site),
      '127.0.0.1:7230': `127.0.0.1:${site.listener}`,
      '@SECRET@': site.secret,
      '/etc/nginx/gatepost-webmail.d': join(dir, site.name),
    });
  };
  const servers = sites.map((site) => (site.kind === 'plain' ? plain(site) : behindEdge(site)));
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${dir}/${each};`,
  );
  const config = write(
    'nginx.conf',
    `pid ${dir}/pid;
error_log stderr info;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log off;
  include /etc/nginx/mime.types;
  ${paths.join('\n  ')}
  ${servers.join('\n')}
}
`,
  );
  const args = ['-c', config, '-g', 'daemon off;', '-e', 'stderr'];
  const program = await startProgram('nginx', args, [port]);
  return {
    ...program,
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
