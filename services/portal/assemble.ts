import type { RequestListener } from 'node:http';
import type { Peer, Service } from '../../libs/grpc/index.js';
import type { Log } from '../../libs/log/index.js';
import { trustedIn } from '../../libs/names/true-address.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { otpEnrolment } from './clients/otp.js';
import { policyClient } from './clients/policy.js';
import type { PortalConfig } from './config.js';
import { siteOf } from './core/site.js';
import { adminService } from './grpc/admin-service.js';
import { forwardAuthService } from './grpc/forward-auth-service.js';
import { createApp } from './http/app.js';
import type { PageClient, PageParts } from './http/parts.js';
import { createSigner } from './http/signed.js';
import type { VisitParts } from './http/visit.js';
import { ALL_LANGUAGES, loadMessages } from './i18n/messages.js';
import type { Clock } from './ports.js';
import { openBranding } from './storage/branding.js';
import { cacheBranding } from './storage/branding-cache.js';
import { openBrowserSessions } from './storage/browser-sessions.js';
import { openForwardCodes } from './storage/forward-codes.js';
import { openSignIns } from './storage/sign-ins.js';

/** What the service stands on. */
export interface Ground {
  readonly config: PortalConfig;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  peer(name: 'policy' | 'otp' | 'trust-store'): Peer;
}

export interface Portal {
  /** Answers browsers. */
  readonly handle: RequestListener;
  /** What is served over gRPC. */
  readonly services: readonly Service[];
}

/** One replica, without its servers. */
export function assemble(ground: Ground): Portal {
  const { config, db, clock, random, log, peer } = ground;
  const { keys: ring, deadline: deadlineMs } = config;
  const shared = { db, ring, random, clock };
  const codes = openForwardCodes(shared);
  const branding = openBranding({ db, clock, newId: () => random.id() });
  const clients = (_id: string): PageClient | undefined => undefined;
  const parts: PageParts & VisitParts = {
    authorize: policyClient({ policy: peer('policy'), deadlineMs, log }),
    enrolment: otpEnrolment({ otp: peer('otp'), deadlineMs }),
    signIns: openSignIns({ ...shared, lifetimeMs: config['sign-in-lifetime'] }),
    browsers: openBrowserSessions(shared),
    sessions: { end: async () => undefined, endAll: async () => undefined },
    serviceOf: (flow) =>
      flow.kind === 'portal' ? config.service : (clients(flow.client)?.service ?? config.service),
    clients,
    arrivals: {
      openid: () => Promise.reject(new Error('no client is registered')),
      forward: () => Promise.reject(new Error('no client is registered')),
    },
    signer: createSigner(ring),
    sites: config.hosts.map(siteOf),
    name: config['display-name'],
    isTrusted: trustedIn(config.http['trusted-proxies']),
    translate: loadMessages(),
    brandingOf: cacheBranding({ read: branding.read, clock }),
    ...{ clock, random, log },
  };
  return {
    handle: createApp(parts).callback(),
    services: [forwardAuthService({ codes }), adminService({ branding, languages: ALL_LANGUAGES })],
  };
}
