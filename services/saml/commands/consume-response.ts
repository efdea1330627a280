import { effectiveSettings, type Urls } from '../core/settings.js';
import { CHECKS } from './consume/checks.js';
import type { ConsumeParts, Examination, ResponseToConsume } from './consume/examination.js';
import { sessionUntil } from './consume/replay.js';
import { nameOf } from './front-end.js';

export type ConsumeOutcome =
  | {
      readonly verdict: 'verified';
      readonly account: string;
      /** ms since the epoch. Undefined if the provider does not say. */
      readonly sessionUntil: number | undefined;
      /** Entity id of the identity provider and `ID` of the assertion, for the record. Empty if too long for it. */
      readonly issuer: string;
      readonly assertionId: string;
    }
  | { readonly verdict: 'wrong' | 'rate-limited'; readonly failedCheck: string };

/** How many characters the record keeps. SAML limits entity ids to 1024 (core 8.3.6), and assertion ids not at all. */
const MOST_ISSUER = 1024;
const MOST_ASSERTION_ID = 256;

/**
 * Verifies a response and consumes it. A refused response is logged with the check that failed and the values that did
 * not match. For a domain without an identity provider the check `provider` fails.
 */
export async function consumeResponse(
  parts: ConsumeParts & { readonly urls: Urls },
  request: ResponseToConsume,
): Promise<ConsumeOutcome> {
  const { store, clock, log, urls } = parts;
  const { domain, frontEnd, decisionId } = request;
  const settings = effectiveSettings(await store.settings(domain), urls);
  if (settings === undefined) {
    log.warn('a SAML response was refused', {
      ...{ domain, frontEnd, decision: decisionId },
      check: 'provider',
      finding: 'the domain has no identity provider',
    });
    return { verdict: 'wrong', failedCheck: 'provider' };
  }
  const examination: Examination = {
    request,
    settings,
    acsUrl: settings.acsUrl(nameOf(frontEnd)),
    keys: await store.keys(domain),
    now: clock.now(),
    ticket: undefined,
    octets: Buffer.alloc(0),
    text: '',
    received: undefined,
    signedMessage: undefined,
    signedAssertion: undefined,
    assertion: undefined,
    account: '',
    taken: 0,
    limited: false,
  };
  for (const { name, check } of CHECKS) {
    await parts.yieldToEventLoop(request);
    const finding = await check(examination, parts);
    if (finding === undefined) continue;
    log.warn('a SAML response was refused', {
      domain,
      frontEnd,
      decision: decisionId,
      check: name,
      finding,
    });
    return { verdict: examination.limited ? 'rate-limited' : 'wrong', failedCheck: name };
  }
  const { account, assertion } = examination;
  return {
    verdict: 'verified',
    account,
    sessionUntil: assertion && sessionUntil(assertion),
    issuer: unlessLonger(MOST_ISSUER, settings.provider.entityId),
    assertionId: unlessLonger(MOST_ASSERTION_ID, assertion?.id ?? ''),
  };
}

function unlessLonger(most: number, text: string): string {
  return text.length > most ? '' : text;
}
