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
  root: Element,
): Generator<{ readonly element: Element; readonly parent: Element | undefined }> {
  // No generator in a generator: each element costs the same, however deep it lies.
  const ahead: { readonly element: Element; readonly parent: Element | undefined }[] = [
    { element: root, parent: undefined },
  ];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    yield next;
    const { element } = next;
    for (let at = element.children.length - 1; at >= 0; at -= 1) {
      const child = element.children[at];
      if (child !== undefined) ahead.push({ element: child, parent: element });
    }
  }
}

const XML_SPACE_AROUND = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** Its text without the white space around it: some providers break lines there. */
export function trimmedText(element: Element): string {
  return element.text.replaceAll(XML_SPACE_AROUND, '');
}
