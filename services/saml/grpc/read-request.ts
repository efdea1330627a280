import { readRequest } from '../../../libs/grpc/requests/index.js';

/** @throws GatepostError INVALID_ARGUMENT where it is none */
export function readDomain({ domain }: { domain: string }): string {
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
