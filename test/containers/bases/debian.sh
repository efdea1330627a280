#!/bin/sh
# A stand-in for Debian's image, made of Debian's packages.  debian.sh <image>
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
debootstrap --variant=minbase bookworm "$dir/root" >"$dir/log" 2>&1 || { tail -20 "$dir/log" >&2; exit 1; }
rm -rf "$dir"/root/var/cache/apt/archives/*.deb "$dir"/root/var/lib/apt/lists/*
# The slim image leaves these out, too.
rm -rf "$dir"/root/usr/share/doc "$dir"/root/usr/share/man "$dir"/root/usr/share/locale
tar -C "$dir/root" -c . | podman import -q \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'CMD ["/bin/sh"]' - "$1"
