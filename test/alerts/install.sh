#!/bin/sh
# Installs promtool, which Debian ships with Prometheus.
set -eu
command -v promtool >/dev/null && exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends prometheus
