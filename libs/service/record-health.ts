// Names under which health answers for more than the services: what keeps nobody from being answered.

/** audit: whether the record has every source's numbers. */
export const RECORD_HEALTH = 'gatepost.audit.record';
/** audit: whether events come under a signed checkpoint in time. */
export const SIGNING_HEALTH = 'gatepost.audit.signing';
/** audit: whether no event was refused within a day. */
export const ACCEPTING_HEALTH = 'gatepost.audit.accepting';
/** Every service with an outbox: whether the record takes what waits there. */
export const OUTBOX_HEALTH = 'gatepost.outbox';
