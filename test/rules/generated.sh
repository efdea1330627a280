#!/bin/sh
# Fails if the code in libs/gen is not what the protos generate now.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
npx buf generate -o "$dir"
diff -r "$dir/libs/gen" libs/gen
