import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { ExplainRequest } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { isInteractive } from '../../../libs/names/services.js';
import { carriedIpv4, type Nat64Prefix } from '../../../libs/names/transition.js';
import type { Described } from '../commands/explain.js';

/** Reads a described login. Throws INVALID_ARGUMENT naming every field that is wrong. */
export function describedFromWire(
  request: ExplainRequest,
  nat64: readonly Nat64Prefix[],
): Described {
  const reader = new RequestReader();
  const service = reader.service('service', request.service);
  const presented = new Set(request.presented);
  const firsts = [Factor.PASSWORD, Factor.APP_PASSWORD, Factor.SAML, Factor.SESSION].filter((one) =>
    presented.has(one),
  );
  if (
    firsts.length > 1 ||
    presented.has(Factor.OTP_ENROLMENT) ||
    presented.has(Factor.PASSKEY_ENROLMENT) ||
    (presented.has(Factor.OTP) && presented.has(Factor.PASSKEY)) ||
    presented.has(Factor.UNSPECIFIED)
  ) {
    reader.refuse(
      'presented',
      'at most one of PASSWORD, APP_PASSWORD, SAML and SESSION, and OTP or PASSKEY',
    );
  }
  const first =
    firsts[0] === Factor.PASSWORD
      ? 'password'
      : firsts[0] === Factor.APP_PASSWORD
        ? 'app-password'
        : firsts[0] === Factor.SAML
          ? 'saml'
          : firsts[0] === Factor.SESSION
            ? 'session'
            : 'none';
  const described: Described = {
    account: reader.account('account', request.account),
    service,
    address: carriedIpv4(reader.address('client_ip', request.clientIp), nat64),
    interactive: request.interactive ?? isInteractive(service),
    first,
    second: presented.has(Factor.OTP),
    passkey: presented.has(Factor.PASSKEY),
    trustedIp: request.trusted.includes(TrustKind.IP),
    trustedDevice: request.trusted.includes(TrustKind.DEVICE),
    hasOtp: request.otpEnrolled,
  };
  reader.finish();
  return described;
}
