import samlify from 'samlify';
import type { SignOnRequest } from './sign-on-request.js';

/** The content of a response: who, when, and in answer to what. */
export interface ResponseFacts {
  readonly id: string;
  readonly assertionId: string;
  readonly issuer: string;
  readonly audience: string;
  readonly account: string;
  readonly request: Pick<SignOnRequest, 'id' | 'acsUrl'>;
  /** In ms since the epoch. */
  readonly now: number;
}

/** samlify's own template has no AuthnStatement, which SAML profiles 4.1.4.2 requires. */
const AUTHENTICATION =
  '<saml:AuthnStatement AuthnInstant="{AuthnInstant}" SessionIndex="{AssertionID}"' +
  ' SessionNotOnOrAfter="{SessionNotOnOrAfter}">' +
  '<saml:AuthnContext><saml:AuthnContextClassRef>' +
  'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' +
  '</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>';

export const RESPONSE_TEMPLATE = samlify.SamlLib.defaultLoginResponseTemplate.context
  .replace('{AuthnStatement}', AUTHENTICATION)
  .replace('{AttributeStatement}', '');

const MINUTE_MS = 60_000;

/** The values of the template's tags. */
export function responseValues(facts: ResponseFacts): Readonly<Record<string, string>> {
  const { id, assertionId, issuer, audience, account, request, now } = facts;
  const at = (ms: number) => new Date(now + ms).toISOString();
  return {
    ID: id,
    AssertionID: assertionId,
    Issuer: issuer,
    IssueInstant: at(0),
    Destination: request.acsUrl,
    SubjectRecipient: request.acsUrl,
    Audience: audience,
    InResponseTo: request.id,
    NameID: account,
    NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    AuthnInstant: at(0),
    SessionNotOnOrAfter: at(8 * 60 * MINUTE_MS),
    ConditionsNotBefore: at(-MINUTE_MS / 2),
    ConditionsNotOnOrAfter: at(5 * MINUTE_MS),
    SubjectConfirmationDataNotOnOrAfter: at(5 * MINUTE_MS),
  };
}
