#!/bin/sh
# A stand-in for Node's image: the same program, as a package.  node.sh <base> <image> <version>
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
case $(uname -m) in aarch64) arch=arm64 ;; *) arch=x64 ;; esac
cd "$dir"
npm pack --silent "node-linux-$arch@$3" npm@11.6.2
tar -xzf "node-linux-$arch-$3.tgz" package/bin/node && mv package node
tar -xzf npm-11.6.2.tgz && mv package npm
cat >Dockerfile <<END
FROM $1
COPY node/bin/node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
 && chmod +x /usr/local/lib/node_modules/npm/bin/*.js
END
podman build -q -t "$2" .
