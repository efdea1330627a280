#!/bin/sh
# Installs the programs that the tests in this directory compare us with (Debian and its like).
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q

# oathtool.peer.ts
apt-get install -q -y --no-install-recommends oathtool
