import { type Facts, type Finding, shown } from './facts.js';

/** Checks that each audience restriction names our entity ID (SAML core 2.5.1.4, profiles 4.1.4.2). */
export function checkAudience({ assertion, settings }: Facts): Finding {
  const audiences = assertion.conditions?.audiences ?? [];
  if (audiences.length === 0) return 'no AudienceRestriction';
  const other = audiences.find((restriction) => !restriction.includes(settings.entityId));
  return other && `${shown(other.join(' '))}, not ${shown(settings.entityId)}`;
}
