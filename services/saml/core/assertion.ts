import { attributeOf, childOf, childrenOf, type Element, trimmedText } from './element.js';
import { parseInstant } from './instant.js';
import { SAML } from './uris.js';

/** The content of an assertion, read from the signed bytes. Times are in ms since the epoch. */
export interface Assertion {
  readonly id: string;
  readonly issuer: Issuer;
  readonly issuedAt: Instant;
  readonly nameId: NameId | undefined;
  readonly confirmations: readonly Confirmation[];
  readonly conditions: Conditions | undefined;
  readonly authentications: readonly Authentication[];
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface Issuer {
  readonly value: string;
  readonly format: string | undefined;
}

/** A time in ms. NaN if the text is not a valid time; NaN lies inside no window. */
export type Instant = number;

export interface NameId {
  readonly value: string;
  readonly format: string | undefined;
  readonly nameQualifier: string | undefined;
  readonly spNameQualifier: string | undefined;
}

export interface Confirmation {
  readonly method: string;
  /** Undefined if there is no data element. */
  readonly data:
    | {
        readonly recipient: string | undefined;
        readonly inResponseTo: string | undefined;
        readonly notBefore: Instant | undefined;
        readonly notOnOrAfter: Instant | undefined;
      }
    | undefined;
}

export interface Conditions {
  readonly notBefore: Instant | undefined;
  readonly notOnOrAfter: Instant | undefined;
  /** The audiences of each restriction. */
  readonly audiences: readonly (readonly string[])[];
  /** Names of conditions that the standard does not define. */
  readonly unknown: readonly string[];
}

export interface Authentication {
  readonly at: Instant;
  readonly sessionIndex: string | undefined;
  readonly sessionNotOnOrAfter: Instant | undefined;
  readonly context: string | undefined;
}

const KNOWN_CONDITIONS = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** Reads an `Assertion` that fits the schema. */
export function readAssertion(element: Element): Assertion {
  const subject = childOf(element, SAML, 'Subject');
  const conditions = childOf(element, SAML, 'Conditions');
  return {
    id: attributeOf(element, 'ID') ?? '',
    issuer: readIssuer(element),
    issuedAt: instantOf(element, 'IssueInstant') ?? Number.NaN,
    nameId: subject && readNameId(subject),
    confirmations:
      subject === undefined
        ? []
        : childrenOf(subject, SAML, 'SubjectConfirmation').map(readConfirmation),
    conditions: conditions && readConditions(conditions),
    authentications: childrenOf(element, SAML, 'AuthnStatement').map(readAuthentication),
    attributes: childrenOf(element, SAML, 'AttributeStatement')
      .flatMap((statement) => childrenOf(statement, SAML, 'Attribute'))
      .map((attribute) => ({
        name: attributeOf(attribute, 'Name') ?? '',
        values: childrenOf(attribute, SAML, 'AttributeValue').map(textOf),
      })),
  };
}

/** The `Issuer` of a message or assertion. Its value is empty if there is none. */
export function readIssuer(element: Element): Issuer {
  const issuer = childOf(element, SAML, 'Issuer');
  return {
    value: issuer === undefined ? '' : trimmedText(issuer),
    format: issuer && attributeOf(issuer, 'Format'),
  };
}

/** The `NameID` of a subject. Undefined if there is none, or if it contains elements. */
export function readNameId(subject: Element): NameId | undefined {
  const nameId = childOf(subject, SAML, 'NameID');
  if (nameId === undefined || nameId.children.length > 0) return undefined;
  return {
    value: trimmedText(nameId),
    format: attributeOf(nameId, 'Format'),
    nameQualifier: attributeOf(nameId, 'NameQualifier'),
    spNameQualifier: attributeOf(nameId, 'SPNameQualifier'),
  };
}

/** The text of a value. A value that contains elements counts as empty. */
function textOf(value: Element): string {
  return value.children.length > 0 ? '' : trimmedText(value);
}

function readConfirmation(confirmation: Element): Confirmation {
  const data = childOf(confirmation, SAML, 'SubjectConfirmationData');
  return {
    method: attributeOf(confirmation, 'Method') ?? '',
    data: data && {
      recipient: attributeOf(data, 'Recipient'),
      inResponseTo: attributeOf(data, 'InResponseTo'),
      notBefore: instantOf(data, 'NotBefore'),
      notOnOrAfter: instantOf(data, 'NotOnOrAfter'),
    },
  };
}

function readConditions(conditions: Element): Conditions {
  const known = (child: Element) =>
    child.namespace === SAML && KNOWN_CONDITIONS.includes(child.name);
  return {
    notBefore: instantOf(conditions, 'NotBefore'),
    notOnOrAfter: instantOf(conditions, 'NotOnOrAfter'),
    audiences: childrenOf(conditions, SAML, 'AudienceRestriction').map((restriction) =>
      childrenOf(restriction, SAML, 'Audience').map(trimmedText),
    ),
    unknown: conditions.children.filter((child) => !known(child)).map(({ name }) => name),
  };
}

function readAuthentication(statement: Element): Authentication {
  const context = childOf(statement, SAML, 'AuthnContext');
  const reference = context && childOf(context, SAML, 'AuthnContextClassRef');
  return {
    at: instantOf(statement, 'AuthnInstant') ?? Number.NaN,
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    sessionNotOnOrAfter: instantOf(statement, 'SessionNotOnOrAfter'),
    context: reference && trimmedText(reference),
  };
}

/** The time in an attribute. NaN if it is not a valid time; undefined if the attribute is absent. */
export function instantOf(element: Element, name: string): Instant | undefined {
  const text = attributeOf(element, name);
  return text === undefined ? undefined : (parseInstant(text) ?? Number.NaN);
}
