#!/bin/sh
# Runs the health checks of containers that are not healthy yet, until it is stopped. podman leaves this
# to systemd, which may not run here.  tick-health.sh <seconds between>
. "$(dirname "$0")/environment.sh"
while :; do
  for id in $(podman ps -q --filter health=starting; podman ps -q --filter health=unhealthy); do
    podman healthcheck run "$id" >/dev/null 2>&1
  done
  sleep "$1"
done
