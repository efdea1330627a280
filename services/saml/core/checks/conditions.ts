import { type Facts, type Finding, shown, shownTime } from './facts.js';

/** Checks that the assertion is valid now, and that all its conditions are known (SAML core 2.5.1). */
export function checkConditions({ assertion, now, settings }: Facts): Finding {
  const { conditions } = assertion;
  const { skewMs } = settings;
  if (conditions === undefined) return 'none';
  const { notBefore, notOnOrAfter, unknown } = conditions;
  if (unknown.length > 0) return `unknown ${shown(unknown.join(' '))}`;
  if (notBefore !== undefined && !(now + skewMs >= notBefore)) {
    return `from ${shownTime(notBefore)}, and it is ${shownTime(now)}`;
  }
  if (notOnOrAfter !== undefined && !(now < notOnOrAfter + skewMs)) {
    return `until ${shownTime(notOnOrAfter)}, and it is ${shownTime(now)}`;
  }
  return undefined;
}
