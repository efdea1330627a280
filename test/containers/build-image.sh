#!/bin/sh
# Builds our image with podman.  build-image.sh <image>
# If npm is configured with its own certificate authority, the build uses it too. The image does not contain it.
set -eu
. "$(dirname "$0")/environment.sh"
authority=$(npm config get cafile 2>/dev/null || true)
set -- -q --network host --format docker -t "$1" -f deploy/Dockerfile
if [ -n "$authority" ] && [ "$authority" != null ]; then
  npmrc=$(mktemp)
  trap 'rm -f "$npmrc"' EXIT
  echo 'cafile=/run/authority.pem' >"$npmrc"
  set -- "$@" --volume "$npmrc:/root/.npmrc:ro" --volume "$authority:/run/authority.pem:ro"
fi
cd "$here/../.."
podman build "$@" .
