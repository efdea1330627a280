import type { Assertion } from '../../core/assertion.js';
import type { Facts, Finding } from '../../core/checks/facts.js';
import type { Element } from '../../core/element.js';
import type { LoginTicket } from '../../core/login-ticket.js';
import type { Effective } from '../../core/settings.js';
import type {
  Allowances,
  Clock,
  Log,
  Mac,
  SamlStore,
  SpKey,
  Xml,
  YieldToEventLoop,
} from '../../ports.js';

/** A response to verify, as received. */
export interface ResponseToConsume {
  readonly domain: string;
  /** Canonical account; empty if the response names the account. */
  readonly account: string;
  /** As posted, in base64. */
  readonly posted: Uint8Array;
  readonly relayState: string;
  readonly loginTicket: string;
  /** SPIFFE URI. */
  readonly frontEnd: string;
  readonly decisionId: string;
  /** The client's address for cost accounting: an IPv4 address or an IPv6 /64; empty if unknown. */
  readonly address: string;
}

export interface ConsumeParts {
  readonly allowances: Allowances;
  readonly yieldToEventLoop: YieldToEventLoop;
  readonly store: SamlStore;
  readonly xml: Xml;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly log: Log;
}

/** One response during the checks. Each check may read what earlier ones found. */
export interface Examination {
  readonly request: ResponseToConsume;
  readonly settings: Effective;
  readonly acsUrl: string;
  readonly keys: readonly SpKey[];
  readonly now: number;
  ticket: LoginTicket | undefined;
  /** The message as octets, as text, and parsed. */
  octets: Uint8Array;
  text: string;
  received: Element | undefined;
  /** The message and the assertion, parsed from the signed octets. */
  signedMessage: Element | undefined;
  signedAssertion: Element | undefined;
  assertion: Assertion | undefined;
  account: string;
  /** Octets taken from the client's allowance, and whether the allowance was exceeded. */
  taken: number;
  limited: boolean;
}

/** One check. Returns why the response fails it. */
export type Check = (examination: Examination, parts: ConsumeParts) => Finding | Promise<Finding>;

/** A check of the core, on what has been read so far. */
export function pure(check: (facts: Facts) => Finding): Check {
  return (examination) => check(factsOf(examination));
}

/** A check of the message as received. */
export function ofMessage(check: (message: Element) => Finding): Check {
  return (examination) => check(receivedOf(examination));
}

/** The message as it was received. @throws TypeError if no check has read it yet */
export function receivedOf({ received }: Examination): Element {
  if (received === undefined) throw new TypeError('the message has not been read');
  return received;
}

/**
 * The facts that pure checks read.
 * @throws TypeError if no check has read the assertion yet
 */
export function factsOf(examination: Examination): Facts {
  const { settings, acsUrl, now, request, ticket, signedMessage, assertion } = examination;
  if (assertion === undefined) throw new TypeError('the assertion has not been read');
  return {
    settings,
    acsUrl,
    now,
    account: request.account,
    ticket,
    message: signedMessage ?? receivedOf(examination),
    messageSigned: signedMessage !== undefined,
    assertion,
  };
}
