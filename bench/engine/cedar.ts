import { createRequire } from 'node:module';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Subject } from './measure.js';

const ID = 'bench';

/**
 * The rules of `documentOf(0)` in Cedar. Cedar has no order, so each rule excludes those before it.
 */
const POLICIES = `
permit (principal, action, resource) when { ${inside()} && context.password };
permit (principal == Account::"helpdesk@d0.example", action == Action::"SOAP", resource) when {
  (context.ip.isInRange(ip("203.0.113.10/32")) || context.ip.isInRange(ip("203.0.113.12/32"))) &&
  context.password };
permit (principal, action in [Action::"Imap", Action::"Smtp"], resource) when {
  context.trustedIp && context.password };
permit (principal, action == Action::"EAS", resource) when { !(${inside()}) && context.appPassword };
permit (principal, action == Action::"WebUI", resource) when {
  (context.password && context.otp) || context.saml };
`;

function inside(): string {
  const ranges = ['10.0.0.0/25', '10.0.0.128/26', '172.16.0.0/24', '2001:db8:1::/48'];
  const branch = ['192.0.2.0/28', '192.0.2.64/28', '198.51.100.0/26', '198.51.100.128/28'];
  const tests = [...ranges, ...branch].map((one) => `context.ip.isInRange(ip("${one}"))`);
  return `(${tests.join(' || ')})`;
}

/**
 * Decides logins from the same two places as our engine does, with a policy set parsed beforehand.
 */
export function cedar(): Subject {
  const load = createRequire(import.meta.url);
  const wasm = load('@cedar-policy/cedar-wasm/nodejs') as typeof Cedar;
  const parsed = wasm.preparsePolicySet(ID, { staticPolicies: POLICIES });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const calls = [callFor('Imap', '10.0.0.9', false), callFor('Smtp', '192.0.2.200', true)];
  let next = 0;
  return {
    name: 'cedar-wasm, 1 domain',
    decisions: 1,
    once() {
      const call = calls[next++ % calls.length] as Cedar.StatefulAuthorizationCall;
      const answer = wasm.statefulIsAuthorized(call);
      if (answer.type !== 'success' || answer.response.decision !== 'allow') {
        throw new Error(JSON.stringify(answer));
      }
    },
  };
}

function callFor(service: string, ip: string, trustedIp: boolean): Cedar.StatefulAuthorizationCall {
  return {
    principal: { type: 'Account', id: 'luca@d0.example' },
    action: { type: 'Action', id: service },
    resource: { type: 'Domain', id: 'd0.example' },
    context: {
      ip: { __extn: { fn: 'ip', arg: ip } },
      trustedIp,
      ...{ password: true, appPassword: false, otp: false, saml: false },
    },
    preparsedPolicySetId: ID,
    entities: [],
  };
}
