/** An XML element as all code of this service sees it: without comments and processing instructions. */
export interface Element {
  /** Local name; prefixes have no meaning (SAML core 1.4). */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  /** All text directly in the element, joined. */
  readonly text: string;
}

export interface Attribute {
  readonly name: string;
  /** Empty if it has none, as for all attributes that SAML defines. */
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

/** The first child of that name. If only one is allowed, the schema check ensures that. */
export function childOf(element: Element, namespace: string, name: string): Element | undefined {
  return element.children.find((child) => child.name === name && child.namespace === namespace);
}

/** The element and all its descendants in document order, each with its parent. */
export function* walk(
  root: Element,
): Generator<{ readonly element: Element; readonly parent: Element | undefined }> {
  // Iterative instead of nested generators, so that each element costs the same at any depth.
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

/** The element's text without surrounding white space, because some providers add line breaks. */
export function trimmedText(element: Element): string {
  return element.text.replaceAll(XML_SPACE_AROUND, '');
}
