export {
  type AllowList,
  type Grant,
  PERMISSIONS,
  type Permission,
  parseAllowList,
} from './access/allow-list.js';
export { ALL_DOMAINS, type DomainOf, type Domains, NO_DOMAIN } from './access/domains.js';
export { type ConnectOptions, connect, type Peer } from './client/connect.js';
export type { CallOptions, CallScope, StreamOptions } from './client/options.js';
export { identifyPeer, type PeerNames } from './peer-identity.js';
export type { Conditions } from './server/health.js';
export type { Limits } from './server/limits.js';
export { type RunningServer, type ServeOptions, serve } from './server/serve.js';
export {
  type CallContext,
  type ConversationHandler,
  defineService,
  type MessagesHandler,
  type ServerStreamHandler,
  type Service,
  type UnaryHandler,
} from './server/service.js';
export { fromStatus, toStatus } from './status.js';
export { openTls, type TlsFiles, type TlsSource } from './tls/tls-source.js';
