import type { LoginView } from './login-view.js';

/** The version of the Elastic Common Schema that the view was checked against. */
export const ECS_VERSION = '9.5.0-dev';

/** `event.outcome`: a challenge has none yet. */
const OUTCOMES: Readonly<Record<string, string>> = { ALLOW: 'success', DENY: 'failure' };

/** A login as a document of the Elastic Common Schema. */
export function toEcs(login: LoginView, recorded: { index: number; recordedAt: number }) {
  const outcome = OUTCOMES[login.decision] ?? 'unknown';
  const { account, clientIp, peerIp } = login;
  return {
    '@timestamp': login.time,
    ecs: { version: ECS_VERSION },
    message: `${login.decision} ${account ?? 'nobody'} ${login.service ?? ''}`.trim(),
    event: {
      kind: 'event',
      category: ['authentication'],
      type: ['start'],
      action: 'login',
      outcome,
      id: login.id,
      code: 'gatepost.login.v1',
      dataset: 'gatepost.login',
      module: 'gatepost',
      provider: login.source,
      reason: login.reason,
      sequence: recorded.index,
      created: new Date(recorded.recordedAt).toISOString(),
    },
    user: {
      name: account?.slice(0, account.lastIndexOf('@')),
      domain: login.domain,
      email: account,
    },
    source: clientIp === undefined ? undefined : { ip: clientIp, address: clientIp },
    observer: peerIp === undefined ? undefined : { ip: [peerIp] },
    service: login.service === undefined ? undefined : { name: login.service },
    rule: login.rule === undefined ? undefined : { name: login.rule, ruleset: login.policy },
    related: { ip: clientIp === undefined ? [] : [clientIp], user: account ? [account] : [] },
    user_agent: login.userAgent === undefined ? undefined : { original: login.userAgent },
    // A field set of our own, as ECS advises for data without a field of its own.
    gatepost: {
      decision: login.decision,
      proved: login.proved,
      front_end: login.frontEnd,
      session_id: login.sessionId,
      used: login.used,
    },
  };
}
