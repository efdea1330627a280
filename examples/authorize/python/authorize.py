#!/usr/bin/env python3
"""Asks Gatepost whether a login may be let in, over gRPC.

    authorize.py <account> <service> <client address> [one-time code]

The password comes on stdin. Where Gatepost is, and with which certificate it is asked, is in the environment: see
../README.md. Exit 0: let the login in. 3: do not. 1: it could not be decided, which is a temporary failure.
"""

import os
import re
import sys
import uuid

import grpc

from gatepost.common.v1 import common_pb2
from gatepost.policy.v1 import authorization_pb2 as authorization

DEADLINE_SECONDS = 5


def read(variable):
    with open(os.environ[variable], 'rb') as file:
        return file.read()


def open_channel():
    """Mutual TLS: Gatepost is who the authority says, and so are we."""
    credentials = grpc.ssl_channel_credentials(
        root_certificates=read('GATEPOST_CA'),
        private_key=read('GATEPOST_KEY'),
        certificate_chain=read('GATEPOST_CERT'),
    )
    # The certificate names the service, wherever it runs.
    options = [('grpc.ssl_target_name_override', 'policy')]
    return grpc.secure_channel(os.environ['GATEPOST_POLICY'], credentials, options)


def main(account, service, client_ip, otp_code=''):
    # Bytes, as they were typed: no line end, and no guess at their encoding.
    password = sys.stdin.buffer.read().rstrip(b'\r\n')
    # WebUI is SERVICE_WEB_UI.
    name = 'SERVICE_' + re.sub('([a-z])([A-Z])', r'\1_\2', service).upper()
    request = authorization.AuthorizeRequest(
        account=account,
        service=common_pb2.Service.Value(name),
        client_ip=client_ip,
        password=password,
        otp_code=otp_code,
        attempt_id=str(uuid.uuid4()),
    )
    with open_channel() as channel:
        authorize = channel.unary_unary(
            '/gatepost.policy.v1.AuthorizationService/Authorize',
            request_serializer=authorization.AuthorizeRequest.SerializeToString,
            response_deserializer=authorization.AuthorizeResponse.FromString,
        )
        try:
            answer = authorize(request, timeout=DEADLINE_SECONDS)
        except grpc.RpcError as error:
            # "Could not decide" is no decision: tell the mail program to try again later.
            print(f'undecided: {error.code().name}: {error.details()}')
            return 1
    decision = authorization.Decision.Name(answer.decision).removeprefix('DECISION_')
    reason = authorization.Reason.Name(answer.reason).removeprefix('REASON_')
    print(f'{decision} {reason} rule="{answer.rule}" message="{answer.message}"')
    return 0 if answer.decision == authorization.DECISION_ALLOW else 3


if __name__ == '__main__':
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
