import type { Assertion } from '../../core/assertion.js';
import { mapAccount } from '../../core/checks/account.js';
import type { Finding } from '../../core/checks/facts.js';
import type { Session } from '../../ports.js';
import { type ConsumeParts, type Examination, factsOf } from './examination.js';

/** How much longer a row is kept than the response could be presented, because clocks may be set back. */
const MARGIN_MS = 24 * 3600_000;
/** How long a session is kept if the provider does not say. */
const SESSION_MS = 30 * 24 * 3600_000;

/**
 * Checks that the request was not answered before and the assertion not presented before. Both become rows under unique
 * constraints in one statement, so that only one of two simultaneous replicas succeeds. A response that fails an
 * earlier check consumes nothing.
 */
export async function checkReplay(
  examination: Examination,
  { store }: ConsumeParts,
): Promise<Finding> {
  const { request, settings, now } = examination;
  const { assertion, ticket } = factsOf(examination);
  const mapped = mapAccount(assertion, settings);
  if ('problem' in mapped) return mapped.problem;
  const consumption = {
    domain: request.domain,
    provider: settings.provider.entityId,
    assertionId: assertion.id,
    requestId: ticket?.requestId,
    expiresAt: presentableUntil(assertion, ticket?.expiresAt ?? now, settings.skewMs) + MARGIN_MS,
  };
  const session = sessionOf(examination, mapped.account, assertion);
  if (!(await store.consume(consumption, session))) {
    return `assertion ${assertion.id} or request ${ticket?.requestId ?? 'none'} was used before`;
  }
  examination.account = mapped.account;
  return undefined;
}

function presentableUntil(assertion: Assertion, least: number, skewMs: number): number {
  const ends = assertion.confirmations.map(({ data }) => data?.notOnOrAfter ?? 0);
  return Math.max(least, ...ends.filter(Number.isFinite)) + skewMs;
}

function sessionOf({ request, now }: Examination, account: string, assertion: Assertion): Session {
  const [authentication] = assertion.authentications;
  return {
    account,
    decisionId: request.decisionId,
    nameId: assertion.nameId ?? {
      value: '',
      format: undefined,
      nameQualifier: undefined,
      spNameQualifier: undefined,
    },
    sessionIndex: authentication?.sessionIndex,
    expiresAt: Math.max(sessionUntil(assertion) ?? 0, now + SESSION_MS),
  };
}

/** When the provider wants the session to end: the earliest time it gives (SAML core 2.7.2). */
export function sessionUntil({ authentications }: Assertion): number | undefined {
  const ends = authentications.flatMap(({ sessionNotOnOrAfter }) => sessionNotOnOrAfter ?? []);
  return ends.length === 0 ? undefined : Math.min(...ends);
}
