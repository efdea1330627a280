# Sourced by the scripts here: podman, and the Docker clients that use it, in a directory of their own.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export CONTAINERS_CONF="$here/containers.conf"
export CONTAINERS_STORAGE_CONF="$here/storage.conf"
