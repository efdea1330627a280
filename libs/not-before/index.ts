export { firstEnrolmentReason } from './first-enrolment.js';
export { type NotBeforeAsk, type NotBeforeSender, notBeforeSender } from './not-before-sender.js';
export { revokeEarlierGrants } from './revoke-earlier-grants.js';
export {
  type AskTrustStore,
  askTrustStore,
  type ClaimEnrolment,
  claimEnrolment,
  type TicketCheck,
  ticketCheck,
  ticketCheckBy,
} from './trust-store.js';
