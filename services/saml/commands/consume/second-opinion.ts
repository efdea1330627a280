import { type Assertion, readAssertion } from '../../core/assertion.js';
import type { Finding } from '../../core/checks/facts.js';
import { childOf } from '../../core/element.js';
import { SAML } from '../../core/uris.js';
import { type ConsumeParts, type Examination, factsOf } from './examination.js';
import { isSigned } from './signature.js';

/**
 * Checks that xml-crypto, with its own parser, finds the same signed assertion. If the two implementations differ, the
 * response is refused.
 */
export async function checkSecondOpinion(
  examination: Examination,
  { xml }: ConsumeParts,
): Promise<Finding> {
  const { text, settings } = examination;
  const { assertion } = factsOf(examination);
  const parsed = xml.parse(text);
  if ('problem' in parsed) return parsed.problem;
  const plain = childOf(parsed.root, SAML, 'Assertion');
  // Encrypted within a signed message and not signed itself, so there is nothing xml-crypto could read.
  if (plain === undefined && examination.signedMessage !== undefined) return undefined;
  if (plain === undefined || !(isSigned(plain) || isSigned(parsed.root)))
    return 'nothing is signed';
  const other = await xml.secondOpinion(text, settings.provider.certificates);
  if (other === undefined) return 'the second implementation finds no signature that holds';
  const read = xml.parse(other);
  if ('problem' in read) return read.problem;
  return sameAssertion(readAssertion(read.root), assertion)
    ? undefined
    : 'the second implementation reads otherwise';
}

function sameAssertion(one: Assertion, other: Assertion): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
