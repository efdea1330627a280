import type { RequestListener } from 'node:http';
import { createAllowance } from '../../libs/allowance/index.js';
import type { Clock } from '../../libs/clock/index.js';
import type { Peer, Service } from '../../libs/grpc/index.js';
import { ALL_LANGUAGES, loadMessages } from '../../libs/i18n/index.js';
import type { Job } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { type ClientAddresses, clientAddresses, createSigner } from '../../libs/web/index.js';
import { disownEverywhere } from './clients/disown.js';
import { endedSessions } from './clients/ended-sessions.js';
import { followClients } from './clients/follow-clients.js';
import { noticeLinks } from './clients/notice-links.js';
import { otpEnrolment } from './clients/otp.js';
import { ownAppPasswords } from './clients/own-app-passwords.js';
import { ownFactors } from './clients/own-factors.js';
import { ownNotices } from './clients/own-notices.js';
import { ownPassword } from './clients/own-password.js';
import { ownSignIns } from './clients/own-sign-ins.js';
import { ownTrusts } from './clients/own-trusts.js';
import { passkeyEnrolment } from './clients/passkey.js';
import { passkeyBeginner, policyClient } from './clients/policy.js';
import { postLogoutToken } from './clients/post-logout-token.js';
import { policySessions } from './clients/sessions.js';
import type { PortalConfig } from './config.js';
import { findSite, movesFrom, sitesOf } from './core/site.js';
import { adminService } from './grpc/admin-service.js';
import { forwardAuthService } from './grpc/forward-auth-service.js';
import { portalService } from './grpc/portal-service.js';
import { createApp } from './http/app.js';
import { openidPageOf } from './http/flows.js';
import type { VisitParts } from './http/visit.js';
import { jobs } from './jobs.js';
import { logoutTokens } from './openid/logout-token.js';
import { openOpenid } from './openid/openid.js';
import { openBranding } from './storage/branding.js';
import { cacheBranding } from './storage/branding-cache.js';
import { openBrowserSessions } from './storage/browser-sessions.js';
import { openClientLogouts } from './storage/client-logouts.js';
import { openForwardCodes } from './storage/forward-codes.js';
import { openOpenidStore } from './storage/openid-store.js';
import { openPurge } from './storage/purge-account.js';
import { openChanges, openSignIns } from './storage/sign-ins.js';
import { openSigningKeys } from './storage/signing-keys.js';
import { openSubjects } from './storage/subjects.js';

/** What the service needs from outside. */
export interface Dependencies {
  readonly config: PortalConfig;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  peer(
    name: 'policy' | 'credential' | 'otp' | 'passkey' | 'trust-store' | 'audit' | 'notice',
  ): Peer;
}

export interface Portal {
  /** Handles requests of browsers. */
  readonly handle: RequestListener;
  /** Finds client addresses behind trusted proxies. */
  readonly addresses: ClientAddresses;
  /** The gRPC services. */
  readonly services: readonly Service[];
  readonly jobs: readonly Job[];
  /** Resolves once the registered clients are known. Before that, every client would be refused as unknown. */
  readonly knowsClients: Promise<void>;
}

/** Builds one replica, without its servers. @throws GatepostError if the signing keys cannot be read */
export async function assemble(dependencies: Dependencies): Promise<Portal> {
  const { config, db, clock, random, log, peer } = dependencies;
  const { keys: ring, deadline: deadlineMs } = config;
  const shared = { db, ring, random, clock };
  const begunPerAddress = config.openid['begun-per-address'];
  const policy = peer('policy');
  const otp = peer('otp');
  const passkey = peer('passkey');
  const credential = peer('credential');
  const trustStore = peer('trust-store');
  const notice = config.peers.notice && peer('notice');
  const followed = followClients(policy);
  const { clients } = followed;
  const codes = openForwardCodes(shared);
  const newId = () => random.id();
  const branding = openBranding({ db, clock, newId });
  const browsers = openBrowserSessions(shared);
  const sessions = policySessions({ policy, deadlineMs });
  const signer = createSigner(ring);
  const sites = sitesOf(config.hosts);
  const pages: VisitParts = {
    ...{ sites, random, signer, clock },
    name: config['display-name'],
    timeZone: config['time-zone'],
    addresses: clientAddresses({ ...config.http, nat64: config.nat64 }),
    translate: loadMessages('portal'),
    brandingOf: cacheBranding({ read: branding.read, clock }),
  };
  const subjects = openSubjects(shared);
  const logouts = openClientLogouts({ db, clock, newId });
  const signingKeys = openSigningKeys(shared);
  const openid = await openOpenid({
    ...{ sites, pages, clients, sessions, browsers, subjects, logouts, signingKeys, log, clock },
    storeOf: ({ origin }) => openOpenidStore({ ...shared, issuer: origin, begunPerAddress }),
    begun: createAllowance(() => clock.now(), {
      ...{ atOnce: begunPerAddress, perSecond: begunPerAddress / 600, clients: 10_000 },
    }),
    cookieKey: ring.keyedHash(ring.newest, 'openid-cookies', Buffer.alloc(0)).toString('base64url'),
    signInPage: (what) => openidPageOf(signer, what),
  });
  const app = createApp({
    ...pages,
    authorize: policyClient({ policy, deadlineMs, log }),
    beginPasskey: passkeyBeginner({ policy, log }),
    passkeys: passkeyEnrolment({ passkey, deadlineMs }),
    moveOf: movesFrom(config.hosts),
    enrolment: otpEnrolment({ otp, deadlineMs }),
    disown: disownEverywhere({ credential, otp, passkey, trustStore, notice, deadlineMs }),
    noticeLinks: notice && noticeLinks({ notice, deadlineMs }),
    signIns: openSignIns({ ...shared, lifetimeMs: config['sign-in-lifetime'] }),
    serviceOf: (flow) =>
      'client' in flow ? (clients(flow.client)?.service ?? config.service) : config.service,
    arrivals: { openid: openid.arrive },
    changes: openChanges({ ...shared, lifetimeMs: config['sign-in-lifetime'] }),
    ownFactors: ownFactors({ otp, passkey, deadlineMs }),
    ownAppPasswords: ownAppPasswords({ credential, deadlineMs }),
    ownPassword: ownPassword({ credential, deadlineMs }),
    ownNotices: notice && ownNotices({ notice, deadlineMs }),
    ownSignIns: ownSignIns({ audit: peer('audit'), policy, deadlineMs }),
    ownTrusts: ownTrusts({ trustStore, deadlineMs }),
    ...{ browsers, sessions, clients, codes, clock, log, newId },
  }).callback();
  return {
    addresses: pages.addresses,
    handle(request, response) {
      const site = findSite(sites, request.headers.host);
      const [path = ''] = (request.url ?? '').split('?', 1);
      if (site !== undefined && openid.serves(path)) openid.handle(site, request, response);
      else app(request, response);
    },
    services: [
      forwardAuthService({ codes }),
      portalService({ purge: openPurge({ db, clock, newId }) }),
      adminService({ branding, sites, languages: ALL_LANGUAGES }),
    ],
    knowsClients: followed.known,
    jobs: jobs({
      ...{ db, clock, logouts, clients, log },
      readClients: followed.read,
      readKeys: openid.refreshKeys,
      watch: endedSessions(peer('trust-store')),
      makeToken: logoutTokens({ signingKeys, clock, newId }),
      post: postLogoutToken,
    }),
  };
}
