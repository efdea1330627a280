export {
  ofAccount,
  ofAccountOrAddress,
  ofAccountOrDomain,
  ofDomain,
  ofDomains,
  ofTicket,
} from './domains.js';
export { readActor, readPageSize, readRequest } from './read-request.js';
export { RequestReader, UUID } from './request-reader.js';
export { throttleToWire, toldToWire } from './verdict.js';
