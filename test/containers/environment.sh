# Sourced: podman, and what speaks to it as to Docker, in a place of our own.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export CONTAINERS_CONF="$here/containers.conf"
export CONTAINERS_STORAGE_CONF="$here/storage.conf"
