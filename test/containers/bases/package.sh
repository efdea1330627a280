#!/bin/sh
# A stand-in for a server's image: Debian's package with an entrypoint.  package.sh <base> <image> <which>
set -eu
bases=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
podman build -q --network host -t "$2" --build-arg "BASE=$1" -f "$bases/$3.Dockerfile" "$bases"
