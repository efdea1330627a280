#!/bin/sh
# npm run test:node -- [version …]: the unit tests and the demo with other versions of Node; 22 and 24.
#
# Each comes from npm, as node-<platform>-<architecture>, and is kept in node_modules/.cache.
# GATEPOST_CI_PORTS: the first port of the demo.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 22 24
package=$(node -p '`node-${process.platform}-${process.arch}`')
path=$PATH
for version in "$@"; do
  dir=$PWD/node_modules/.cache/node-$version
  bin=$dir/node_modules/$package/bin
  [ -x "$bin/node" ] || npm install --silent --no-audit --no-fund --prefix "$dir" "$package@$version"
  PATH=$bin:$path
  echo "=== Node $(node --version)"
  npm run --silent test:unit
  home=$(mktemp -d)
  status=0
  GATEPOST_HOME=$home/home npm start -- --once --port-base "${GATEPOST_CI_PORTS:-17100}" || status=$?
  rm -rf "$home"
  [ "$status" -eq 0 ] || exit "$status"
done
