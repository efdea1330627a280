#!/bin/sh
# Installs what `npm run faults -- postgres` runs (Debian and its like): Patroni, etcd, Postgres. Debian's own cluster and
# etcd are not to run: the test starts its own.
set -eu
if command -v patroni >/dev/null && command -v etcd >/dev/null && ls /usr/lib/postgresql/*/bin/pg_rewind >/dev/null 2>&1; then
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends postgresql-common
sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
apt-get install -q -y --no-install-recommends postgresql patroni etcd-server python3-etcd
service etcd stop || true
