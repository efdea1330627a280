import { readRequest } from '../../../libs/grpc/requests/index.js';

/** @throws GatepostError INVALID_ARGUMENT if it is not a domain */
export function readDomain({ domain }: { domain: string }): string {
  return readRequest((reader) => reader.domain('domain', domain));
}

/** How many domains one query looks up. */
const MOST_DOMAINS = 500;

/**
 * Reads a list of domains without duplicates.
 * @throws GatepostError INVALID_ARGUMENT if there are none or too many
 */
export function ofDomains({ domains }: { domains: readonly string[] }): string[] {
  return readRequest((reader) => {
    if (domains.length === 0) reader.refuse('domains', 'is missing');
    if (domains.length > MOST_DOMAINS) reader.refuse('domains', `more than ${MOST_DOMAINS}`);
    const some = domains.slice(0, MOST_DOMAINS);
    return [...new Set(some.map((domain, index) => reader.domain(`domains[${index}]`, domain)))];
  });
}
