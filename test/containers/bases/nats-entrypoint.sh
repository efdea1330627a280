#!/bin/sh
# The public image's server knows sync_interval. Debian's 2.9 does not, so it gets its own file.
set -eu
[ "$1" = nats-server ] || set -- nats-server "$@"
for argument do
  shift
  set -- "$@" "$(printf %s "$argument" | sed 's/server-2\.10\.conf/server-2.9.conf/')"
done
exec "$@"
