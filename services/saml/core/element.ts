/** An XML element as every reader of this service sees it: no comments, no processing instructions. */
export interface Element {
  /** Local name; prefixes mean nothing (SAML core 1.4). */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  /** All text directly in it, joined. */
  readonly text: string;
}

export interface Attribute {
  readonly name: string;
  /** Empty: none, as all attributes that SAML defines. */
  readonly namespace: string;
  readonly value: string;
}

/** The value of an attribute without a namespace. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.attributes.find((each) => each.name === name && each.namespace === '')?.value;
}

/** The children of one name. */
export function childrenOf(element: Element, namespace: string, name: string): Element[] {
  return element.children.filter((child) => child.name === name && child.namespace === namespace);
}

/** The first child of that name; where there may be one at most, the schema has seen to it. */
export function childOf(element: Element, namespace: string, name: string): Element | undefined {
  return element.children.find((child) => child.name === name && child.namespace === namespace);
}

/** The element and all that is in it, in document order, with the parent of each. */
export function* walk(
  element: Element,
  parent?: Element,
): Generator<{ element: Element; parent: Element | undefined }> {
  yield { element, parent };
  for (const child of element.children) yield* walk(child, element);
}

const XML_SPACE_AROUND = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** Its text without the white space around it: some providers break lines there. */
export function trimmedText(element: Element): string {
  return element.text.replaceAll(XML_SPACE_AROUND, '');
}
