export {
  type AdministratorGate,
  CHANGES,
  CONSOLE,
  dangerous,
  HELPS,
  OPERATES,
  SHOWS,
  sparing,
} from './access/administration.js';
export { ALL_DOMAINS, type Domains, NO_DOMAIN } from './access/domains.js';
export { connect, type Peer } from './client/connect.js';
export type { CallOptions } from './client/options.js';
export { identifyPeer } from './peer-identity.js';
export type { Conditions } from './server/health.js';

export { type RunningServer, serve } from './server/serve.js';
export {
  type CallContext,
  defineService,
  type Service,
} from './server/service.js';
export { fromStatus } from './status.js';
export { openTls, type TlsSource } from './tls/tls-source.js';
