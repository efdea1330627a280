import { type Finding, shown } from '../../core/checks/facts.js';
import { relayStateOf, sameText } from '../../core/login-ticket.js';
import type { ConsumeParts, Examination } from './examination.js';

/** What travelled beside the request came back (SAML bindings 3.5.3). */
export function checkRelayState({ request, ticket }: Examination, { mac }: ConsumeParts): Finding {
  // What a provider sends unasked may carry any.
  if (ticket === undefined) return undefined;
  const wanted = relayStateOf(mac, ticket);
  return sameText(request.relayState, wanted) ? undefined : `${shown(request.relayState)}`;
}
