import type { DecidedAttempt } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';

/** Starts SAML if the front-end asked for it and the challenge offers it. Stores nothing. */
export async function beginSaml(attempt: DecidedAttempt, { saml }: AuthorizePorts): Promise<void> {
  const { login, asking, call } = attempt;
  if (!login.beginSaml) return;
  const { decision, missing } = attempt.outcome;
  if (decision !== 'CHALLENGE' || !missing.some((factors) => factors.includes('saml'))) return;
  attempt.samlStart = await saml.begin(asking, login.account.domain, call);
}
