#!/bin/sh
# Cerbos, which `npm run bench -- login` measures beside Authorize if it is there. It comes from npm, as
# @cerbos/cerbos-<platform>-<architecture>, and is kept in node_modules/.cache.
set -eu
cd "$(dirname "$0")/../.."
package=$(node -p '`@cerbos/cerbos-${process.platform}-${process.arch}`')
npm install --silent --no-audit --no-fund --ignore-scripts --prefix node_modules/.cache/cerbos "$package@0.55.0"
