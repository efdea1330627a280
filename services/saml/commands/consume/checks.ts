import { checkAccount } from '../../core/checks/account.js';
import { checkAlgorithms } from '../../core/checks/algorithms.js';
import { checkAudience } from '../../core/checks/audience.js';
import { checkAuthentication } from '../../core/checks/authentication.js';
import { checkConditions } from '../../core/checks/conditions.js';
import { checkDestination } from '../../core/checks/destination.js';
import { checkInResponseTo } from '../../core/checks/in-response-to.js';
import { checkIssuer } from '../../core/checks/issuer.js';
import { checkMessage } from '../../core/checks/message.js';
import { checkOneAssertion } from '../../core/checks/one-assertion.js';
import { checkSignaturePosition } from '../../core/checks/signature-position.js';
import { checkStatus } from '../../core/checks/status.js';
import { checkSubjectConfirmation } from '../../core/checks/subject-confirmation.js';
import { checkAllowance, giveBackAllowance } from './allowance.js';
import { checkDecryption } from './decryption.js';
import { type Check, ofMessage, pure } from './examination.js';
import { checkLoginTicket } from './login-ticket.js';
import { readText } from './read-text.js';
import { readXml } from './read-xml.js';
import { checkRelayState } from './relay-state.js';
import { checkReplay } from './replay.js';
import { checkSecondOpinion } from './second-opinion.js';
import { checkSignature } from './signature.js';

/**
 * All checks that a response must pass, in order. The first failure ends the examination. `by` names the source of the
 * requirement: SAML core, bindings and profiles 2.0, or our own design. Checks before `signature` read unverified
 * octets and can only refuse. Checks after it read the signed octets.
 */
export const CHECKS: readonly {
  readonly name: string;
  readonly by: string;
  readonly check: Check;
}[] = [
  {
    name: 'login-ticket',
    by: 'profiles 4.1.4.3, 4.1.5: this browser asked for it',
    check: checkLoginTicket,
  },
  { name: 'relay-state', by: 'bindings 3.5.3', check: checkRelayState },
  {
    name: 'allowance',
    by: 'design: costs are bounded before they are spent',
    check: checkAllowance,
  },
  { name: 'size', by: 'bindings 3.5.4: base64; at most 256 KiB', check: readText },
  {
    name: 'markup',
    by: 'core 1.1: no DOCTYPE; no comment, CDATA or instruction either',
    check: readXml,
  },
  { name: 'schema', by: 'core 1.1', check: ({ text }, { xml }) => xml.schemaProblem(text) },
  {
    name: 'message',
    by: 'core 3.2.2, 4.1',
    check: ofMessage((root) => checkMessage(root, 'Response')),
  },
  { name: 'status', by: 'core 3.2.2.2', check: ofMessage(checkStatus) },
  {
    name: 'one-assertion',
    by: 'profiles 4.1.4.2, made strict',
    check: ofMessage(checkOneAssertion),
  },
  { name: 'algorithms', by: 'core 5.4.3, 5.4.4; RFC 6931', check: ofMessage(checkAlgorithms) },
  { name: 'signature-position', by: 'core 5.4.1, 5.4.2', check: ofMessage(checkSignaturePosition) },
  {
    name: 'signature',
    by: 'core 5.4; profiles 4.1.3.5: keys of the metadata alone',
    check: checkSignature,
  },
  { name: 'decryption', by: 'core 2.3.4, 6; XML encryption 1.1', check: checkDecryption },
  {
    name: 'proven',
    by: 'design: what was signed costs its sender nothing',
    check: giveBackAllowance,
  },
  { name: 'second-opinion', by: 'design: two implementations agree', check: checkSecondOpinion },
  { name: 'issuer', by: 'profiles 4.1.4.2', check: pure(checkIssuer) },
  {
    name: 'destination',
    by: 'core 3.2.2; bindings 3.5.5.2',
    check: pure((facts) => checkDestination({ ...facts, url: facts.acsUrl })),
  },
  { name: 'in-response-to', by: 'core 3.2.2; profiles 4.1.4.3', check: pure(checkInResponseTo) },
  { name: 'conditions', by: 'core 2.5.1', check: pure(checkConditions) },
  { name: 'audience', by: 'core 2.5.1.4; profiles 4.1.4.2', check: pure(checkAudience) },
  {
    name: 'subject-confirmation',
    by: 'core 2.4.1; profiles 4.1.4.2',
    check: pure(checkSubjectConfirmation),
  },
  { name: 'authentication', by: 'core 2.7.2; profiles 4.1.4.2', check: pure(checkAuthentication) },
  {
    name: 'account',
    by: 'design: a provider speaks for its own domain',
    check: pure(checkAccount),
  },
  { name: 'replay', by: 'profiles 4.1.4.5', check: checkReplay },
];
