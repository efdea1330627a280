// More names that health answers for. None of them affects readiness.

/** audit: whether the record has every source's events without a gap. */
export const RECORD_HEALTH = 'gatepost.audit.record';
/** audit: whether a signed checkpoint covers events in time. */
export const SIGNING_HEALTH = 'gatepost.audit.signing';
/** audit: whether no event was refused within the last day. */
export const ACCEPTING_HEALTH = 'gatepost.audit.accepting';
/** Every service with an outbox: whether the record takes the events that wait there. */
export const OUTBOX_HEALTH = 'gatepost.outbox';
