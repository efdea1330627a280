/** For a request that ranges over every domain: only a caller with `domains: ["*"]` may make it. */
export const ALL_DOMAINS: unique symbol = Symbol('all domains');

/** For a request that concerns no domain: whoever may call the method may make it. */
export const NO_DOMAIN: unique symbol = Symbol('no domain');

/**
 * What a request touches, in canonical form (A-labels, lower case). The two special answers are
 * symbols, so that no text in a request can be taken for them.
 */
export type Domains = string | readonly string[] | typeof ALL_DOMAINS | typeof NO_DOMAIN;

/**
 * Names the domains a request touches.
 * @throws GatepostError INVALID_ARGUMENT naming the field, where the request does not say it properly
 */
export type DomainOf<Request> = (request: Request) => Domains;
