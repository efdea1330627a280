export { endEarned } from './end-earned.js';
export { firstEnrolmentReason } from './first-enrolment.js';
export { type NotBeforeAsk, type NotBeforeTeller, notBeforeTeller } from './tell.js';
export {
  type AskTrustStore,
  askTrustStore,
  type ClaimEnrolment,
  claimEnrolment,
  type TicketCheck,
  ticketCheck,
  ticketCheckBy,
} from './trust-store.js';
