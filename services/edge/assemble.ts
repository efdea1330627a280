import { join } from 'node:path';
import type { Clock } from '../../libs/clock/index.js';
import { addressClaimed } from '../../libs/events/definitions/edge.js';
import { makeEvent } from '../../libs/events/index.js';
import type { Service } from '../../libs/grpc/index.js';
import type { Job } from '../../libs/kit/jobs.js';
import { type IsTrusted, trustedIn } from '../../libs/names/true-address.js';
import type { Stateless } from '../../libs/service/index.js';
import { Counter, Gauge } from '../../libs/telemetry/index.js';
import { policyClient } from './clients/policy.js';
import { portalClient } from './clients/portal.js';
import { sessionsClient } from './clients/sessions.js';
import { createDecide, serves } from './commands/decide.js';
import { introspectedTokens } from './commands/introspected-tokens.js';
import { createRefuseClaim } from './commands/refuse-claim.js';
import { rememberSessions } from './commands/remember-sessions.js';
import type { EdgeConfig } from './config.js';
import { extAuthzService } from './grpc/ext-authz-service.js';
import { jobs } from './jobs.js';
import type { ListenerParts } from './listeners/start-listener.js';
import { envoy } from './protocols/envoy.js';
import { openWaitingEvents } from './storage/waiting-events.js';

const SESSION_DEADLINE_MS = 5_000;

export interface Edge extends ListenerParts {
  /** The gRPC services that are served. */
  readonly services: readonly Service[];
  /** gRPC services that this configuration does not ask for. */
  readonly switchedOff: readonly Service[];
  jobs(): readonly Job[];
}

/** Builds everything that listeners and jobs need from the process's dependencies. */
export function assemble(dependencies: Stateless & { clock: Clock; config: EdgeConfig }): Edge {
  const { clock, config, log, metrics, random, tls, peer } = dependencies;
  const waiting = openWaitingEvents(join(config.state, 'events'));
  const claims = new Counter({
    name: 'edge_address_claims_refused_total',
    help: 'Logins refused because someone not trusted to said that another is the client.',
    labelNames: ['listener'],
    registers: [metrics.registry],
  });
  const following =
    config.sessions &&
    new Gauge({
      name: 'gatepost_edge_sessions_followed',
      help: 'Whether trust-store tells of sessions that end; while it does not, each request asks policy.',
      registers: [metrics.registry],
    });
  const refuseClaim = createRefuseClaim({
    clock,
    log,
    onRefused: (listener) => claims.inc({ listener }),
    keep({ listener, peer: peer_ip, claimed: claimed_ip }) {
      const context = { id: random.id(), service: 'edge', time: clock.now(), domain: undefined };
      const event = makeEvent(addressClaimed, context, { listener, peer_ip, claimed_ip });
      waiting.add(event.id, event.bytes);
    },
  });
  const policy = peer('policy');
  const isTrustedIn = (ranges: readonly string[]) => trustedIn(ranges, config.nat64);
  const decide = createDecide({
    authorize: policyClient({ policy, newAttemptId: () => random.id(), log }),
    refuseClaim,
    onUnreadable: (listener, claimed) =>
      log.warn('a front-end sends no address, or an invalid one', { listener, claimed }),
  });
  const sessions = sessionsClient({ policy, deadlineMs: SESSION_DEADLINE_MS });
  const portal = config.peers.portal && peer('portal');
  const web = config.sessions && {
    sessions: rememberSessions({ sessions, clock }),
    key: config.sessions['key-file'].bytes(),
    sessionSeconds: Math.floor((config.sessions.lifetime ?? 0) / 1000),
    redeem: portal && portalClient(portal),
    clock,
    randomBytes: random.bytes,
  };
  return {
    decide,
    trustedIn: isTrustedIn,
    refuseClaim,
    tls,
    log,
    web,
    introspect: sessions.introspect,
    introspected: introspectedTokens(clock),
    services: config.envoy
      ? [envoyService(config.envoy, decide, isTrustedIn(config.envoy['trusted-proxies']))]
      : [],
    switchedOff: config.envoy ? [] : [extAuthzService({ check: async () => ({ status: 503 }) })],
    jobs: () =>
      jobs({
        ...{ config, waiting, log, peer, sessions: web?.sessions },
        onFollowing: (isFollowing) => following?.set(isFollowing ? 1 : 0),
      }),
  };
}

function envoyService(
  settings: NonNullable<EdgeConfig['envoy']>,
  decide: ListenerParts['decide'],
  isTrusted: IsTrusted,
): Service {
  const { domains, services, deadline } = settings;
  const names = { defaultDomain: settings['default-domain'], spellings: true };
  const scope = { listener: 'envoy', domains, services, deadlineMs: deadline, names };
  return extAuthzService({
    check: envoy({
      isTrusted,
      decide: (login, located) => decide(scope, login, located),
      serves: (account, service) => serves(scope, account, service),
      signIn: settings['sign-in'],
      handOnPassword: settings['hand-on-password'],
    }),
  });
}
