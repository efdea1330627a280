import * as z from 'zod';

/** The registration of a client of the sign-in page. */
export const ClientSpec = z.strictObject({
  service: z.string(),
  domains: z.array(z.string()),
  networks: z.array(z.string()),
});

export const SetPasswordStep = z.strictObject({ 'set-password': z.string() });
export const ResetOtpStep = z.strictObject({ 'reset-otp': z.string() });
export const RemoveAccountStep = z.strictObject({ 'remove-account': z.string() });
export const SignOutStep = z.strictObject({ 'sign-out': z.string() });

export type ClientSpec = z.output<typeof ClientSpec>;
