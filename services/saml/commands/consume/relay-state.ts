import { type Finding, shown } from '../../core/checks/facts.js';
import { relayStateOf, sameText } from '../../core/login-ticket.js';
import type { ConsumeParts, Examination } from './examination.js';

/** Checks that the relay state sent with the request came back (SAML bindings 3.5.3). */
export function checkRelayState({ request, ticket }: Examination, { mac }: ConsumeParts): Finding {
  // An unsolicited response may carry any relay state.
  if (ticket === undefined) return undefined;
  const wanted = relayStateOf(mac, ticket);
  return sameText(request.relayState, wanted) ? undefined : `${shown(request.relayState)}`;
}
