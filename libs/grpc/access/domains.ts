/** For a request that spans every domain: only a caller with `domains: ["*"]` may make it. */
export const ALL_DOMAINS: unique symbol = Symbol('all domains');

/** For a request about no domain: every caller that may call the method may make it. */
export const NO_DOMAIN: unique symbol = Symbol('no domain');

/**
 * The domains that a request touches, in canonical form (A-labels, lower case). The two special
 * answers are symbols, so that no text in a request can be mistaken for them.
 */
export type Domains = string | readonly string[] | typeof ALL_DOMAINS | typeof NO_DOMAIN;

/**
 * Names the domains that a request touches.
 * @throws GatepostError INVALID_ARGUMENT naming the field, if the request does not name them
 *   properly
 */
export type DomainOf<Request> = (request: Request) => Domains;
