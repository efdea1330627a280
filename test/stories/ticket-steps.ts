import * as z from 'zod';

/** Steps that use a ticket from a login. Their result is checked. */
const common = { id: z.string(), of: z.string(), expect: z.enum(['DONE', 'REFUSED']) };

/** Sets up the first authenticator or passkey with an `enrol` ticket. */
export const EnrolStep = z.strictObject({
  ...common,
  enrol: z.enum(['otp', 'passkey']),
  as: z.string(),
});

/** Uses a ticket for something that it may or may not allow. */
export const UseStep = z.strictObject({
  ...common,
  use: z.enum(['enrol', 'manage', 'view', 'administer']),
  for: z.string(),
});

export type EnrolStep = z.output<typeof EnrolStep>;
export type UseStep = z.output<typeof UseStep>;
