import { z } from 'zod';
import { parseDomain } from '../../names/domain.js';
import {
  account,
  day,
  duration,
  factor,
  line,
  name,
  nonEmpty,
  range,
  service,
  strict,
  trust,
} from './schema-parts.js';
import { COMBINATIONS } from './words.js';

const networks = z
  .record(name, nonEmpty(range))
  .describe('Named lists of address ranges.')
  .optional();
const groups = z.record(name, nonEmpty(account)).describe('Named lists of accounts.').optional();

const who = {
  accounts: nonEmpty(account).describe('One of these, or a member of one of `groups`.').optional(),
  groups: nonEmpty(name).describe('A member of one of these, or one of `accounts`.').optional(),
  services: nonEmpty(service).describe('What the login is for.').optional(),
  from: nonEmpty(name).describe('The address is inside one of these networks.').optional(),
  outside: nonEmpty(name).describe('The address is inside none of these networks.').optional(),
};

const combination = z.enum(COMBINATIONS);

const rule = strict({
  name: line(200).describe('Names the rule in answers, events and explanations.'),
  ...who,
  when: z
    .union([trust, nonEmpty(trust)])
    .describe('One of these trusts holds.')
    .optional(),
  require: z
    .union([combination, nonEmpty(combination)])
    .describe('What lets the person in: one combination, or alternatives.')
    .optional(),
  deny: line(500).describe('Refuse, with this message.').optional(),
  'bind-session-to-ip': z
    .boolean()
    .describe('Tells the front-end to end the session when the address changes.')
    .optional(),
}).describe('Matches when all that it names hold. Exactly one of `require` and `deny`.');

const except = strict({
  accounts: nonEmpty(account).describe('Not their connections.').optional(),
  groups: nonEmpty(name).describe('Not those of their members.').optional(),
});

const region = {
  ...who,
  unless: nonEmpty(trust).describe('Not the connections on which one of these holds.').optional(),
  except: except.describe('Not the connections of these accounts.').optional(),
};

const assertion = strict({
  never: strict({ ...region, with: nonEmpty(factor).optional() })
    .describe('No such connection is allowed on these factors or fewer; without `with`, on any.')
    .optional(),
  always: strict({ ...region, with: nonEmpty(factor) })
    .describe('Each such connection is allowed on these factors.')
    .optional(),
}).describe('Exactly one of `never` and `always`.');

const rules = nonEmpty(rule)
  .describe('The first rule that matches decides; if none: DENY.')
  .optional();
const assertions = nonEmpty(assertion)
  .describe('Decided before the document becomes active.')
  .optional();

const prefix = z.int().min(48).max(128);
const perAccount = z.int().min(1).max(1000);

const trustSection = strict({
  ip: strict({
    default: duration.optional(),
    max: duration,
    'per-account': perAccount.optional(),
    'ipv6-prefix': prefix.optional(),
  }).optional(),
  device: strict({
    default: duration.optional(),
    max: duration,
    'per-account': perAccount.optional(),
  }).optional(),
  session: strict({
    default: duration.optional(),
    max: duration,
    'per-account': perAccount.optional(),
  })
    .describe('What a webmail opens mail with behind a person who signed in.')
    .optional(),
}).describe('Trust that a user may ask for. Absent: not offered.');

const enrolment = strict({
  from: z
    .union([z.literal('anywhere'), nonEmpty(name)])
    .describe('Where a first enrolment may be made: networks, or `anywhere`.')
    .optional(),
  'app-passwords': z
    .boolean()
    .describe('There, an app password may be made on a password alone.')
    .optional(),
  'grace-until': day
    .describe('Until then a user without OTP is let in where OTP alone is missing.')
    .optional(),
  'grace-groups': z
    .record(name, day)
    .describe('For members of a group, a day in place of `grace-until`. The earliest counts.')
    .optional(),
}).describe('How a user without OTP gets one.');

const limits = strict({
  trust: strict({
    ip: strict({ max: duration.optional(), 'ipv6-prefix': prefix.optional() }).optional(),
    device: strict({ max: duration }).optional(),
    session: strict({ max: duration }).optional(),
  }).optional(),
  enrolment: strict({
    'grace-until': day.optional(),
    anywhere: z.boolean().describe('False: no document may say `from: anywhere`.').optional(),
  }).optional(),
}).describe('The largest trust, widest prefix and latest grace that any document may give.');

const none = z.literal('none').describe("The template's does not hold.");

const members = nonEmpty(account).optional();
const administrators = strict({
  full: members.describe('Everything.'),
  'help-desk': members.describe('Accounts, factors, trust, locks.'),
  auditors: members.describe('Read only.'),
}).describe('Members of the domain who administer it, where WebAdminUI lets them in.');

const domain = z.string().superRefine((text, context) => {
  const result = parseDomain(text);
  if (!result.ok) context.addIssue({ code: 'custom', message: result.reason });
});

const common = {
  networks,
  groups,
  rules,
  assert: assertions,
};
const own = {
  extends: nonEmpty(name).describe('Templates: their rules follow, in this order.').optional(),
  ...common,
  trust: z.union([none, trustSection]).optional(),
  enrolment: z.union([none, enrolment]).optional(),
};

/** The rules of one mail domain. */
export const domainSchema = strict({
  domain: domain.describe('The mail domain.'),
  ...own,
  administrators: administrators.optional(),
});

/** Rules for other documents to extend. */
export const templateSchema = strict({
  template: name.describe('Its name.'),
  ...common,
  trust: trustSection.optional(),
  enrolment: enrolment.optional(),
});

/** The rules of every domain without a document of its own, and what binds all documents. */
export const starSchema = strict({
  domain: z.literal('*'),
  ...own,
  guardrails: assertions,
  limits: limits.optional(),
  operators: nonEmpty(account).describe('Accounts who administer every domain.').optional(),
});
