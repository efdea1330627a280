#!/bin/sh
# Installs the webmail and what stands behind it, where they are missing (Debian and its like).
set -eu
export DEBIAN_FRONTEND=noninteractive
sh "$(dirname "$0")/../browser/install.sh"
sh "$(dirname "$0")/../front-ends/install.sh"
[ -e /usr/share/roundcube/index.php ] && command -v php >/dev/null && exit 0
apt-get update -q
apt-get install -q -y --no-install-recommends roundcube-core roundcube-sqlite3 php-cli php-sqlite3 php-curl php-xml \
  php-mbstring php-intl
