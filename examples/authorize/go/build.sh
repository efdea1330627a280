#!/bin/sh
# build.sh <dir>: generates the messages and builds <dir>/authorize, with Debian's packages alone:
#   protobuf-compiler protoc-gen-go protoc-gen-go-grpc golang-go golang-google-grpc-dev golang-google-protobuf-dev
# With modules instead: protoc as below with --go_out=. and --go-grpc_out=. beside go.mod, "go mod tidy", "go build".
set -e
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/src/gatepost.example"
out=$(cd "$1" && pwd)
cd "$here/../../../proto"
protoc -I . --go_out="$out/src" --go-grpc_out="$out/src" \
  gatepost/common/v1/common.proto gatepost/policy/v1/authorization.proto
cp "$here/main.go" "$out/src/gatepost.example/main.go"
cd "$out/src/gatepost.example"
GO111MODULE=off GOFLAGS= GOPATH="$out:/usr/share/gocode" GOCACHE="$out/cache" go build -o "$out/authorize" .
