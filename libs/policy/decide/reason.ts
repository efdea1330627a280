/** Why a login was decided as it was. A closed list: front-ends and auditors switch over it. */
export const REASONS = [
  'RULE_SATISFIED',
  'GRACE_PERIOD',
  'FACTOR_REQUIRED',
  'ENROLMENT_REQUIRED',
  'BAD_CREDENTIALS',
  'BAD_SECOND_FACTOR',
  'BAD_SAML_RESPONSE',
  'BAD_PASSKEY',
  'SESSION_ENDED',
  'WRONG_CREDENTIAL_FOR_SERVICE',
  'NO_RULE',
  'DENIED_BY_RULE',
  'CANNOT_CHALLENGE',
  'RATE_LIMITED',
] as const;

export type Reason = (typeof REASONS)[number];

export const DECISIONS = ['ALLOW', 'CHALLENGE', 'DENY'] as const;

export type Decision = (typeof DECISIONS)[number];
