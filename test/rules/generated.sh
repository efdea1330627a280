#!/bin/sh
# The code in libs/gen is what the protos give now.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
npx buf generate -o "$dir"
diff -r "$dir/libs/gen" libs/gen
