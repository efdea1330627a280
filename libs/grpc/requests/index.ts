export {
  aboutAccount,
  aboutAccountIfNamed,
  ofAccount,
  ofAccountOrAddress,
  ofAccountOrDomain,
  ofDomain,
  ofDomains,
  ofTicket,
} from './domains.js';
export { fromToken, toToken } from './page-token.js';
export { purgeHandler } from './purge-handler.js';
export { readActor, readActorWithReason, readPageSize, readRequest } from './read-request.js';
export { RequestReader, UUID } from './request-reader.js';
export { throttleHandlers } from './throttle-handlers.js';
export { verdictToWire } from './verdict.js';
