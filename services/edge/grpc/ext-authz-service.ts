import type { HeaderValueOption } from '../../../libs/gen/envoy/config/core/v3/address.js';
import { HeaderValueOption_HeaderAppendAction as Append } from '../../../libs/gen/envoy/config/core/v3/address.js';
import {
  AuthorizationService,
  type CheckRequest,
  type CheckResponse,
} from '../../../libs/gen/envoy/service/auth/v3/external_auth.js';
import type { StatusCode } from '../../../libs/gen/envoy/type/v3/http_status.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import type { Headers, HeaderValue } from '../core/header-value.js';

/** A check in HTTP terms. */
export interface HttpCheck {
  /** The `service` entry of the route's context extensions. */
  readonly service: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The client address according to Envoy. */
  readonly source: string;
}

export interface CheckAnswer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: string;
  /** Headers to remove from an allowed request before it reaches the mail server. */
  readonly remove?: readonly string[];
}

/** Values of `google.rpc.Code`. */
const OK = 0;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;
const UNAVAILABLE = 14;

/**
 * Envoy's external authorization. The allow-list says which Envoy may ask. The domains are this listener's own, because
 * a request without credentials has none.
 */
export function extAuthzService(parts: {
  check: (check: HttpCheck) => Promise<CheckAnswer>;
}): Service {
  return defineService(AuthorizationService, {
    handlers: { check: async (request) => toWire(await parts.check(fromWire(request))) },
    domainOf: { check: () => NO_DOMAIN },
  });
}

function fromWire({ attributes }: CheckRequest): HttpCheck {
  const address = attributes?.source?.address?.address;
  return {
    service: attributes?.contextExtensions.service ?? '',
    headers: attributes?.request?.http?.headers ?? {},
    source: address?.$case === 'socketAddress' ? address.value.address : '',
  };
}

function toWire({ status, headers = {}, body = '', remove = [] }: CheckAnswer): CheckResponse {
  const options = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value: HeaderValue) => optionOf(name, value)),
  );
  if (status === 200) {
    const cookies = options.filter(({ header }) => header?.key === 'Set-Cookie');
    return {
      status: { code: OK, message: '', details: [] },
      httpResponse: {
        $case: 'okResponse',
        value: {
          headers: options.filter((option) => !cookies.includes(option)),
          headersToRemove: [...remove],
          responseHeadersToAdd: cookies,
        },
      },
    };
  }
  return {
    status: { code: codeOf(status), message: '', details: [] },
    httpResponse: {
      $case: 'deniedResponse',
      value: { status: { code: status as StatusCode }, headers: options, body },
    },
  };
}

function codeOf(status: number): number {
  if (status === 401) return UNAUTHENTICATED;
  return status === 403 ? PERMISSION_DENIED : UNAVAILABLE;
}

function optionOf(key: string, said: HeaderValue): HeaderValueOption {
  const appendAction =
    key === 'Set-Cookie' ? Append.APPEND_IF_EXISTS_OR_ADD : Append.OVERWRITE_IF_EXISTS_OR_ADD;
  // Protobuf encodes text as UTF-8, and Envoy sends those octets.
  const [value, rawValue] = typeof said === 'string' ? [said, Buffer.alloc(0)] : ['', said];
  return { header: { key, value, rawValue }, appendAction };
}
