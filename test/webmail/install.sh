#!/bin/sh
# Installs the webmails and the servers before and behind them, if they are missing (Debian and
# derivatives). None of them is set up or started here: each test starts its own, on loopback.
set -eu
export DEBIAN_FRONTEND=noninteractive
sh "$(dirname "$0")/../browser/install.sh"
sh "$(dirname "$0")/../front-ends/install.sh"

missing=
for program in php sogod memcached apache2 faketime; do
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing=1
done
for file in /usr/share/roundcube/index.php /usr/lib/apache2/modules/mod_auth_openidc.so \
  /usr/share/roundcube/plugins/http_authentication/http_authentication.php; do
  [ -e "$file" ] || missing=1
done
[ -n "$missing" ] || exit 0

apt-get update -q
# Without a runlevel no package starts its service.
RUNLEVEL=1 apt-get install -q -y --no-install-recommends roundcube-core roundcube-sqlite3 \
  roundcube-plugins php-cli php-sqlite3 php-curl php-xml php-mbstring php-intl \
  sogo tmpreaper memcached apache2 libapache2-mod-auth-openidc faketime
