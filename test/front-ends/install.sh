#!/bin/sh
# Installs the servers that the tests in this directory start, if they are missing (Debian and
# derivatives). None of them is set up or started here: each test starts its own, on loopback.
set -eu
export DEBIAN_FRONTEND=noninteractive

missing=
for program in nginx dovecot postfix caddy curl ip; do
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing=1
done
for file in /usr/lib/nginx/modules/ngx_mail_module.so /usr/lib/dovecot/managesieve \
  /usr/lib/dovecot/pop3 /usr/lib/dovecot/imap; do
  [ -e "$file" ] || missing=1
done
[ -n "$missing" ] || exit 0

apt-get update -q
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
apt-get install -q -y --no-install-recommends nginx-light libnginx-mod-mail dovecot-imapd \
  dovecot-pop3d dovecot-managesieved dovecot-auth-lua postfix caddy curl iproute2
