export { actDigest, requestDigest } from './act-digest.js';
export { claimedAccount } from './claimed-account.js';
export {
  isOneTime,
  type TicketClaims,
  type TicketPurpose,
} from './claims.js';
export { DISOWN_KEYS, disownKeys, TICKET_KEYS, ticketKey, ticketKeys } from './config.js';
export { consumeTicket, returnTicket, sweepTickets, useOnce } from './consume-ticket.js';
export {
  holderTransactions,
  refuseEarlierTickets,
  sweepHolders,
  useTicket,
  useTicketOnce,
} from './holder.js';
export { issueTicket } from './issue-ticket.js';
export {
  generateTicketKey,
  ownTicketKeys,
  readTicketKey,
  readTicketKeys,
  type TicketKey,
  type TicketKeys,
} from './keys.js';
export { MOST_OUTRANKING, rankDigest } from './rank-digest.js';
export { refuseTicket } from './refuse-ticket.js';
export { ticketTaker, verifyTicket } from './verify-ticket.js';
