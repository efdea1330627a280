import { readAssertion } from '../../core/assertion.js';
import { checkAlgorithms } from '../../core/checks/algorithms.js';
import type { Finding } from '../../core/checks/facts.js';
import { checkMarkup } from '../../core/checks/markup.js';
import { checkOneAssertion } from '../../core/checks/one-assertion.js';
import { checkSignaturePosition } from '../../core/checks/signature-position.js';
import { childOf, type Element } from '../../core/element.js';
import { SAML, SAMLP } from '../../core/uris.js';
import { type ConsumeParts, type Examination, receivedOf } from './examination.js';
import { isSigned } from './signature.js';

/** How many of our own keys are tried: the one in the metadata and earlier ones. */
const MOST_KEYS = 3;

/**
 * Decrypts an encrypted assertion, which must then pass the same checks as a plain one. It must be signed itself, or be
 * part of a signed message. A signature of its own must be valid in any case.
 */
export async function checkDecryption(
  examination: Examination,
  { xml, yieldToEventLoop }: ConsumeParts,
): Promise<Finding> {
  const { settings, keys, signedMessage, request } = examination;
  const yields = () => yieldToEventLoop(request);
  const message = signedMessage ?? receivedOf(examination);
  const encrypted = childOf(message, SAML, 'EncryptedAssertion');
  if (encrypted === undefined) {
    return settings.requireEncryption ? 'the assertion is not encrypted' : undefined;
  }
  // Only the newest keys are tried, to bound the work that a stranger can cause.
  const privateKeys = keys.slice(-MOST_KEYS).map(({ privateKey }) => privateKey);
  const { allowCbc, entityId: recipient } = settings;
  const opened = await xml.decrypt(encrypted, {
    keys: privateKeys,
    allowCbc,
    recipient,
    yieldToEventLoop: yields,
  });
  if ('problem' in opened) return opened.problem;
  await yields();
  const markup = checkMarkup(opened.text);
  if (markup !== undefined) return `in it: ${markup}`;
  // Wrapped in a message again, as the schema and signature checks expect.
  const text = inMessage(opened.text);
  const parsed = xml.parse(text);
  if ('problem' in parsed) return `in it: ${parsed.problem}`;
  const { root } = parsed;
  const inside =
    checkOneAssertion(root) ??
    schemaProblemInside(root, text, xml.schemaProblem) ??
    checkAlgorithms(root) ??
    checkSignaturePosition(root);
  if (inside !== undefined) return `in it: ${inside}`;
  const assertion = childOf(root, SAML, 'Assertion');
  if (assertion === undefined) return 'in it: no assertion';
  if (!isSigned(assertion)) {
    if (signedMessage === undefined) return 'in it: nothing is signed';
    return take(examination, assertion);
  }
  await yields();
  const octets = xml.verify(text, 'assertion', settings.provider.certificates);
  const signed = octets === undefined ? undefined : xml.parse(octets);
  if (signed === undefined || 'problem' in signed) return 'in it: the signature does not hold';
  examination.text = text;
  return take(examination, signed.root);
}

function take(examination: Examination, assertion: Element): undefined {
  examination.signedAssertion = assertion;
  examination.assertion = readAssertion(assertion);
  return undefined;
}

const OPEN = `<samlp:Response xmlns:samlp="${SAMLP}" ID="_" Version="2.0" IssueInstant="2000-01-01T00:00:00Z"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`;

function inMessage(assertion: string): string {
  return `${OPEN}${assertion}</samlp:Response>`;
}

function schemaProblemInside(
  root: Element,
  text: string,
  schemaProblem: (text: string) => string | undefined,
): Finding {
  return root.children.length === 2 ? schemaProblem(text) : `${root.children.length - 1} elements`;
}
