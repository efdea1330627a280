/** The name under which audit's health says whether the record has every source's numbers. */
export const RECORD_HEALTH = 'gatepost.audit.record';
