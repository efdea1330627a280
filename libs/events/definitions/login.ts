import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, address, revision, service, time, uuid } from './common.js';

const FACTORS = ['password', 'app-password', 'otp', 'saml', 'passkey', 'session'] as const;
const FIRST = ['none', 'password', 'verified', 'app-password', 'saml', 'session'] as const;
const RESULTS = ['right', 'wrong', 'wrong-service', 'rate-limited', 'empty'] as const;

const grant = z.strictObject({
  kind: z.enum(['ip', 'device', 'session']),
  refused: z.string().optional(),
  trust_id: z.string().optional(),
  until: time.optional(),
});

const known = z
  .boolean()
  .nullable()
  .describe('null: not looked up, because the decision did not depend on it.');

/**
 * Its keys are in order at every depth: the canonical form of the most frequent event then needs no sorting.
 */
export const login = defineEvent({
  type: 'gatepost.login.v1',
  title: 'A login was decided. The id of the event is the decision id.',
  data: z.strictObject({
    account: account.optional().describe('Absent: the SAML response named no account.'),
    attempt_id: z.string().optional(),
    bind_session_to_ip: z.boolean(),
    client: z.string().optional().describe('The client that a session was asked for.'),
    client_ip: address,
    client_ip_source: z.string().optional().describe('How the address was learned.'),
    decision: z.enum(['ALLOW', 'CHALLENGE', 'DENY']),
    front_end: z.string().describe('SPIFFE URI of the caller.'),
    grants: z.array(grant),
    interactive: z.boolean(),
    language: z
      .string()
      .max(35)
      .optional()
      .describe('BCP 47 tag of the sign-in page’s language. Notices to the person use it.'),
    missing: z
      .array(z.array(z.string()))
      .optional()
      .describe('With CHALLENGE: for each alternative, the factors that are missing.'),
    otp_enrolled: known,
    passkey_enrolled: known.optional(),
    peer_ip: address.optional().describe('The TCP peer of the front-end.'),
    policy: z
      .strictObject({ document: z.string().describe('The domain, or `*`.'), revision })
      .optional()
      .describe('The document that decided. Absent: there was none.'),
    presented: z.strictObject({
      device_token: z.boolean(),
      first: z
        .enum(FIRST)
        .describe('`verified`: the front-end reported that the password was right.'),
      passkey: z.boolean().optional().describe('Whether a passkey’s answer was presented.'),
      prove: z
        .boolean()
        .optional()
        .describe('Whether a ticket for more than one factor was asked for.'),
      remember: z
        .array(z.enum(['ip', 'device', 'session']))
        .describe('New trust that was asked for.'),
      second: z.enum(['none', 'code', 'recovery-code']),
    }),
    proved: z.array(z.enum(FACTORS)),
    reason: z.string(),
    rule: z.string().optional().describe('Name of the rule that matched.'),
    saml_available: known,
    service,
    session: z
      .strictObject({
        client: z.string().describe('The client that the session is for.'),
        id: uuid,
        sign_in: uuid.describe('The decision of the sign-in that began it.'),
      })
      .optional()
      .describe('The session whose mail token was presented and valid.'),
    session_id: z.string().optional(),
    tls: z.strictObject({ cipher: z.string(), version: z.string() }).optional(),
    trial: z
      .strictObject({
        decision: z.enum(['ALLOW', 'CHALLENGE', 'DENY']).optional(),
        document: z.string().max(254).describe('The document whose candidate is on trial.'),
        id: uuid,
        reason: z
          .string()
          .optional()
          .describe('Absent, like `rule`: it depends on a fact that the login did not look up.'),
        rule: z.string().optional().describe('Name of the candidate’s rule that matched.'),
        unknown: z
          .enum(['not-asked', 'failed'])
          .optional()
          .describe(
            'Why there is no decision. `not-asked`: it needs a fact that the login did not look up. `failed`: the candidate could not be evaluated.',
          ),
      })
      .optional()
      .describe('What the candidate of a trial would have decided. It did not affect the login.'),
    trust: z.strictObject({
      device: known,
      ip: known,
      offered: z.array(z.enum(['ip', 'device'])).describe('What the document offers.'),
    }),
    used: z
      .strictObject({
        app_password: uuid
          .optional()
          .describe('The app password. With `wrong-service` it is one for other services.'),
        authenticator: uuid.optional().describe('The authenticator whose code was right.'),
        passkey: uuid.optional(),
        saml: z
          .strictObject({
            assertion: z
              .string()
              .max(256)
              .optional()
              .describe('`ID` of the assertion. Absent: it is longer than 256 characters.'),
            issuer: z.string().max(1024).describe('Entity id of the identity provider.'),
          })
          .optional(),
        trust: z
          .strictObject({ device: z.string().optional(), ip: z.string().optional() })
          .optional()
          .describe('`trust_id` of the trust that carried the ALLOW.'),
      })
      .optional()
      .describe(
        'Ids of what was presented and recognised. Absent: nothing that has an id. A recovery code has none, and a session is in `session`.',
      ),
    user_agent: z.string().optional(),
    valid_until: time.optional(),
    verified: z.strictObject({
      first: z.enum(RESULTS).optional().describe('Absent: not compared.'),
      passkey: z.enum(RESULTS).optional().describe('Absent: not compared.'),
      passkey_check: z.string().optional().describe('The check that the passkey’s answer failed.'),
      saml_check: z.string().optional().describe('The check that the SAML response failed.'),
      second: z.enum(RESULTS).optional().describe('Absent: not compared.'),
    }),
  }),
  tokens: ({ decision, service: what }) => ['login', decision.toLowerCase(), what.toLowerCase()],
});
