#!/bin/sh
# npm run test:containers: installs what it needs, builds the image, and runs the files under deploy/.
set -eu
cd "$(dirname "$0")/../.."
sh test/containers/install.sh
sh test/containers/build-image.sh localhost/gatepost:test
exec npx vitest run --project containers "$@"
