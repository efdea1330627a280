#!/bin/sh
# Unpacks Dovecot 2.4 of Debian 13, with its dependencies, into its own directory, so this system stays
# Debian 12. Exits with 3 if Debian 13's packages cannot be downloaded.
set -eu
root=$1
[ -e "$root/complete" ] && exit 0
rm -rf "$root" && mkdir -p "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
: > "$work/status"
echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main' \
  > "$work/sources.list"
apt() {
  apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/nonexistent \
    -o "Dir::State::lists=$work/lists" -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" \
    -o APT::Sandbox::User=root -o Acquire::Retries=2 "$@"
}
apt update && apt install -y --download-only --no-install-recommends dovecot-imapd dovecot-auth-lua || exit 3
for package in "$work"/cache/archives/*.deb; do dpkg -x "$package" "$root"; done
cd "$root"
for directory in bin sbin lib lib64; do [ -e "$directory" ] || ln -s "usr/$directory" "$directory"; done
mkdir -p dev tmp
mknod -m 666 dev/null c 1 3
mknod -m 666 dev/urandom c 1 9
for user in root:0 nobody:65534 dovecot:991 dovenull:990; do
  echo "${user%:*}:x:${user#*:}:${user#*:}::/nonexistent:/usr/sbin/nologin" >> etc/passwd
  echo "${user%:*}:x:${user#*:}:" >> etc/group
done
echo nogroup:x:65533: >> etc/group
touch complete
