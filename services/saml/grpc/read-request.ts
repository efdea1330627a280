import type { Actor } from '../../../libs/gen/gatepost/common/v1/common.js';
import { RequestReader } from '../../../libs/grpc/wire/request-reader.js';
import type { EventActor } from '../core/events.js';

/** Reads a request whole: what is wrong with it is told at once. */
export function readRequest<T>(read: (reader: RequestReader) => T): T {
  const reader = new RequestReader();
  const value = read(reader);
  reader.finish();
  return value;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID, in lower case. */
export function readId(reader: RequestReader, field: string, text: string): string {
  if (!UUID.test(text)) reader.refuse(field, 'not a UUID');
  return text.toLowerCase();
}

/** An administrator, by certificate and by their own word. */
export function readActor(
  reader: RequestReader,
  actor: Actor | undefined,
  certificate: string,
): EventActor {
  return {
    certificate,
    onBehalfOf: reader.text('actor.on_behalf_of', actor?.onBehalfOf ?? '', { max: 254 }),
    comment: reader.text('actor.comment', actor?.comment ?? '', { max: 1000 }),
  };
}

/** The domains that requests touch, for the allow-list. @throws GatepostError INVALID_ARGUMENT */
export function ofDomain({ domain }: { domain: string }): string {
  return readRequest((reader) => reader.domain('domain', domain));
}

/** Looked up by one query. */
const MOST_DOMAINS = 500;

/** Each once. @throws GatepostError INVALID_ARGUMENT where there are none, or too many */
export function ofDomains({ domains }: { domains: readonly string[] }): string[] {
  return readRequest((reader) => {
    if (domains.length === 0) reader.refuse('domains', 'is missing');
    if (domains.length > MOST_DOMAINS) reader.refuse('domains', `more than ${MOST_DOMAINS}`);
    const some = domains.slice(0, MOST_DOMAINS);
    return [...new Set(some.map((domain, index) => reader.domain(`domains[${index}]`, domain)))];
  });
}

export function ofAccount({ account }: { account: string }): string {
  return readRequest((reader) => reader.account('account', account).domain);
}
