#!/bin/sh
# Installs the programs that the tests in this directory compare us with (Debian and its like).
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q

# oathtool.peer.ts
apt-get install -q -y --no-install-recommends oathtool

# ldap.peer.ts and test/suite/ldap-domain.peer.ts start their own servers, so Debian's is not set up
echo 'slapd slapd/no_configuration boolean true' | debconf-set-selections
apt-get install -q -y --no-install-recommends slapd

# libs/events/jetstream, test/attacks/nats, test/faults: the live stream
apt-get install -q -y --no-install-recommends nats-server

# libs/pg/pgbouncer.peer.ts and test/suite/pgbouncer.peer.ts start their own, so Debian's does not run
apt-get install -q -y --no-install-recommends pgbouncer
service pgbouncer stop || true

# test/suite/examples.peer.ts: examples/authorize in each language
apt-get install -q -y --no-install-recommends protobuf-compiler python3-protobuf python3-grpcio \
  golang-go protoc-gen-go protoc-gen-go-grpc golang-google-grpc-dev golang-google-protobuf-dev php-cli php-curl

# notices.peer.ts starts its own relay and mailbox, so Debian's Postfix is not set up
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
apt-get install -q -y --no-install-recommends postfix dovecot-imapd dovecot-pop3d dovecot-managesieved curl openssl
