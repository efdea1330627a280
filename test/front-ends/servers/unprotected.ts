import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Apart, openApart } from './apart.js';

export const LUCA = 'luca@a.tld';
export const PASSWORD = 'secret-of-luca';
export const OFFICE = '203.0.113.5';
export const ELSEWHERE = '198.51.100.7';
/** The page's addresses of nginx and of the mail server behind it. */
const [NGINX, BEHIND] = ['10.0.1.1', '10.0.1.10'];

/** No password can be typed, and there is no systemd. The packages are installed already. */
const PRELUDE = `
systemctl() { command doveadm stop; until dovecot > daemons.log 2>&1; do sleep 0.1; done; }
apt-get() { shift; dpkg -s "$@" >/dev/null; }
doveadm() { if [ "$1" = auth ]; then command doveadm "$@" ${PASSWORD}; else command doveadm "$@"; fi; }
`;
const DOVECOT = `
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
auth_failure_delay = 0
`;
const OWN_NGINX = `
mail {
  auth_http 127.0.0.1:8081/auth;
  proxy_pass_error_message on;
  server { listen 127.0.0.1:1143; protocol imap; }
}
http {
  server {
    listen 127.0.0.1:8081;
    location / { add_header Auth-Status OK; add_header Auth-Server 10.0.1.10; add_header Auth-Port 143; return 204; }
  }
  server { listen 127.0.0.1:8080; location / { return 200 "in as $http_x_gatepost_account"; } }
  include /etc/nginx/conf.d/*.conf;
}
`;

/** A mail program that waits for mail, and prints what it receives. */
const IDLE = `
import { connect } from 'node:net';
const next = ['a LOGIN ${LUCA} ${PASSWORD}', 'b SELECT INBOX', 'c IDLE'];
const socket = connect({ host: '127.0.0.1', port: 143, localAddress: process.argv[2] });
socket.on('data', (text) => {
  process.stdout.write(text);
  if (/^([*] OK|a OK|b OK) /m.test(text) && next.length > 0) socket.write(next.shift() + '\\r\\n');
});
`;

/**
 * Debian's Dovecot with its own passwords, and nginx in front, which lets everyone through: the setup of an
 * administrator who does not know Gatepost yet. The test's files are in `dir`.
 */
export async function openUnprotected(dir: string): Promise<Apart> {
  chmodSync(dir, 0o755);
  const file = (name: string, text: string) =>
    writeFileSync(join(dir, name), text, { mode: 0o644 });
  file('luca.txt', PASSWORD);
  file('idle.mjs', IDLE);
  file('local.conf', `${DOVECOT}log_path = ${dir}/dovecot.log\n`);
  file('own.conf', OWN_NGINX);
  const apart = await openApart(dir, {
    addresses: [OFFICE, ELSEWHERE, NGINX, BEHIND],
    places: {
      copied: ['/etc/dovecot', '/etc/nginx'],
      empty: ['/run', '/var/lib/dovecot', '/var/log/nginx', '/var/lib/nginx'],
    },
    prelude: PRELUDE,
  });
  const { code, said } = await apart.run(`
    ip route replace local ${BEHIND} dev lo src ${NGINX} table local
    cp local.conf /etc/dovecot/local.conf
    sed -i 's/^ssl_/#ssl_/' /etc/dovecot/conf.d/10-ssl.conf
    sed -i 's/^!include auth-system/!include auth-passwdfile/' /etc/dovecot/conf.d/10-auth.conf
    mkdir mail && chown nobody mail
    echo "${LUCA}:$(doveadm pw -s BLF-CRYPT -p ${PASSWORD}):65534:65534::$PWD/mail::" > /etc/dovecot/users
    sed -i '/^http {/,$d' /etc/nginx/nginx.conf
    echo 'include own.conf;' >> /etc/nginx/nginx.conf && cp own.conf /etc/nginx/
    dovecot > daemons.log 2>&1 || { cat daemons.log; exit 1; }
    nginx > daemons.log 2>&1 || { cat daemons.log; exit 1; }
  `);
  if (code === 0) return apart;
  apart.close();
  throw new Error(said);
}
