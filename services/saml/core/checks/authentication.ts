import { type Facts, type Finding, shown, shownTime } from './facts.js';

/**
 * Checks that the person was authenticated, not in the future, in a session that has not ended (SAML core 2.7.2,
 * profiles 4.1.4.2). If the settings require it, also that the authentication is new and uses the requested context.
 */
export function checkAuthentication({ assertion, ticket, now, settings }: Facts): Finding {
  const { issuedAt, authentications } = assertion;
  const { skewMs, forceAuthn, requestedContext } = settings;
  if (!(issuedAt <= now + skewMs)) return `issued ${shownTime(issuedAt)}`;
  if (authentications.length === 0) return 'no AuthnStatement';
  for (const { at, sessionNotOnOrAfter, context } of authentications) {
    if (!(at <= now + skewMs)) return `at ${shownTime(at)}, and it is ${shownTime(now)}`;
    if (sessionNotOnOrAfter !== undefined && !(now < sessionNotOnOrAfter + skewMs)) {
      return `the session ended ${shownTime(sessionNotOnOrAfter)}`;
    }
    if (forceAuthn && ticket !== undefined && !(at >= ticket.begunAt - skewMs)) {
      return `at ${shownTime(at)}, before it was asked for anew`;
    }
    if (requestedContext !== '' && context !== requestedContext) {
      return `by ${shown(context)}, not ${shown(requestedContext)}`;
    }
  }
  return undefined;
}
