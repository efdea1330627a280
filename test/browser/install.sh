#!/bin/sh
# Chromium, where it is missing.
set -e
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] && exit 0
apt-get update -q && apt-get install -y -q chromium fonts-noto-core
