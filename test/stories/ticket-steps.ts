import * as z from 'zod';

/** Steps that use a ticket which a login was given. They are rows: what comes of them is said. */
const common = { id: z.string(), of: z.string(), expect: z.enum(['DONE', 'REFUSED']) };

/** The first authenticator, or passkey, by an `enrol` ticket. */
export const EnrolStep = z.strictObject({
  ...common,
  enrol: z.enum(['otp', 'passkey']),
  as: z.string(),
});

/** Something that a ticket is good for, or is not. */
export const UseStep = z.strictObject({
  ...common,
  use: z.enum(['enrol', 'manage', 'view', 'administer']),
  for: z.string(),
});

export type EnrolStep = z.output<typeof EnrolStep>;
export type UseStep = z.output<typeof UseStep>;
