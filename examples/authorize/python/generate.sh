#!/bin/sh
# generate.sh <dir>: the messages as Python modules. Debian: protobuf-compiler python3-protobuf python3-grpcio
set -e
cd "$(dirname "$0")/../../../proto"
mkdir -p "$1"
protoc -I . --python_out="$1" gatepost/common/v1/common.proto gatepost/policy/v1/authorization.proto
