#!/bin/sh
# build.sh: compiles authorize.ts to build/authorize.js, which runs with the packages of this repository (npm ci).
set -e
cd "$(dirname "$0")"
../../../node_modules/.bin/tsc authorize.ts --outDir build --module nodenext --target es2023 --strict --types node \
  --rootDir . --skipLibCheck --ignoreConfig
