import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { Subject } from './measure.js';

/** Rows are tried in order and the first that matches decides, like our rules. */
const MODEL = `
[request_definition]
r = account, service, ip, trusted, factor
[policy_definition]
p = account, service, range, trusted, factor, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = (p.account == "*" || r.account == p.account) && (p.service == "*" || r.service == p.service) && (p.trusted == "*" || r.trusted == p.trusted) && (p.range == "*" || ipMatch(r.ip, p.range)) && r.factor == p.factor
`;

const PLACES = ['10.0.0.0/25', '10.0.0.128/26', '172.16.0.0/24', '2001:db8:1::/48'].concat([
  ...['192.0.2.0/28', '192.0.2.64/28', '198.51.100.0/26', '198.51.100.128/28'],
]);

const ROWS = [
  ...PLACES.map((range) => `p, *, *, ${range}, *, password, allow`),
  'p, helpdesk@d0.example, SOAP, 203.0.113.10/32, *, password, allow',
  'p, helpdesk@d0.example, SOAP, 203.0.113.12/32, *, password, allow',
  'p, *, Imap, *, trusted-ip, password, allow',
  'p, *, Smtp, *, trusted-ip, password, allow',
  'p, *, EAS, *, *, app-password, allow',
  'p, *, WebUI, *, *, password+otp, allow',
  'p, *, WebUI, *, *, saml, allow',
];

/** Decides logins from the same two places as our engine does. */
export async function casbin(): Promise<Subject> {
  const enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(ROWS.join('\n')));
  const calls = [
    ['luca@d0.example', 'Imap', '10.0.0.9', 'none', 'password'],
    ['luca@d0.example', 'Smtp', '192.0.2.200', 'trusted-ip', 'password'],
  ];
  let next = 0;
  return {
    name: 'casbin, 1 domain',
    decisions: 1,
    once() {
      const call = calls[next++ % calls.length] as string[];
      if (!enforcer.enforceSync(...call)) throw new Error(`not allowed: ${call.join(' ')}`);
    },
  };
}
