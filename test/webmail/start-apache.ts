import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from '../front-ends/servers/program.js';

const MODULES = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_openidc',
  'dir',
  'include',
  'mime',
];

/** Debian's Apache with mod_auth_openidc, behind a proxy that terminates TLS. */
export async function startApache(port: number, documented: string): Promise<Program> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-apache-'));
  chmodSync(dir, 0o755);
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  mkdirSync(join(dir, 'pages'));
  write(
    'pages/index.shtml',
    '<h1><!--#echo var="REMOTE_USER" --></h1><p><!--#echo var="OIDC_CLAIM_email" --></p>\n',
  );
  write('pages/bye.html', '<h1>Bye</h1>\n');
  const passphrase = write('passphrase', 'a passphrase of this test alone');
  const config = write(
    'apache2.conf',
    `${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerName intranet.example
PidFile ${dir}/pid
ErrorLog ${dir}/error.log
LogLevel warn auth_openidc:info
Listen 127.0.0.1:${port}
User www-data
Group www-data
Mutex file:${dir}
DefaultRuntimeDir ${dir}
TypesConfig /etc/mime.types
DocumentRoot ${dir}/pages
DirectoryIndex index.shtml
<Directory ${dir}/pages>
  Options +Includes
  AddType text/html .shtml
  AddOutputFilter INCLUDES .shtml
</Directory>
# nginx has the TLS.
OIDCXForwardedHeaders X-Forwarded-Host X-Forwarded-Proto
${documented.replace('/etc/apache2/openid.passphrase', passphrase)}
`,
  );
  const args = ['-d', dir, '-f', config, '-DFOREGROUND'];
  const program = await startProgram('apache2', args, [port]);
  return {
    ...program,
    said: () => readFileSync(join(dir, 'error.log'), 'utf8'),
    async stop() {
      await program.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
