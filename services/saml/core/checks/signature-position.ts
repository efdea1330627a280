import { attributeOf, childrenOf, type Element, walk } from '../element.js';
import { DS, ENVELOPED, METADATA, SAML, SAMLP } from '../uris.js';
import { type Finding, shown } from './facts.js';

const ID_NAMES = ['ID', 'Id', 'id'];

/** The elements that may be signed, by namespace. */
const SIGNED: Readonly<Record<string, readonly string[]>> = {
  [SAMLP]: ['Response', 'LogoutRequest', 'LogoutResponse'],
  [SAML]: ['Assertion'],
  [METADATA]: ['EntityDescriptor', 'EntitiesDescriptor'],
};

/**
 * Checks where signatures are, because a signature itself does not protect its position. Each must be a child of the
 * element it signs and have a single reference, to that element (SAML core 5.4.2). The element must be the message or
 * its assertion in the place where we read it, so that signed content cannot be moved. IDs must be unique.
 */
export function checkSignaturePosition(root: Element): Finding {
  const ids = new Set<string>();
  for (const { element, parent } of walk(root)) {
    for (const { name, value } of element.attributes) {
      if (!ID_NAMES.includes(name)) continue;
      if (ids.has(value)) return `the ID ${shown(value)} is there twice`;
      ids.add(value);
    }
    if (element.namespace !== DS || element.name !== 'Signature') continue;
    const problem = parent === undefined ? 'alone' : checkOne(element, parent, root);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkOne(signature: Element, parent: Element, root: Element): Finding {
  if (SIGNED[parent.namespace]?.includes(parent.name) !== true) return `in ${parent.name}`;
  const isAssertion = parent.name === 'Assertion' && root.children.includes(parent);
  if (parent !== root && !isAssertion) return `in ${parent.name}, which is not where it is read`;
  if (childrenOf(parent, DS, 'Signature').length !== 1) return `twice in ${parent.name}`;
  if (childrenOf(signature, DS, 'Object').length > 0) return 'it carries an Object';
  const infos = childrenOf(signature, DS, 'SignedInfo');
  const references = infos.flatMap((info) => childrenOf(info, DS, 'Reference'));
  const [reference] = references;
  if (infos.length !== 1 || references.length !== 1 || reference === undefined) {
    return `${references.length} references`;
  }
  const uri = attributeOf(reference, 'URI');
  const id = attributeOf(parent, 'ID');
  if (id === undefined || id === '' || uri !== `#${id}`) {
    return `it refers to ${shown(uri)} and is in ${shown(id)}`;
  }
  const transforms = childrenOf(reference, DS, 'Transforms')
    .flatMap((list) => childrenOf(list, DS, 'Transform'))
    .map((transform) => attributeOf(transform, 'Algorithm'));
  const enveloped = transforms.filter((algorithm) => algorithm === ENVELOPED);
  if (transforms.length !== 2 || enveloped.length !== 1 || transforms[0] !== ENVELOPED) {
    return `transforms ${shown(transforms.join(' '))}`;
  }
  return undefined;
}
