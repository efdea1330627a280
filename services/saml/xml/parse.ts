import { ParseOption, XmlDocument, XmlElement, XmlLibError } from 'libxml2-wasm';
import type { Attribute, Element } from '../core/element.js';

/** The parser fetches nothing and expands nothing, whatever the text contains. */
const OPTION =
  ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_SYS_CATALOG;

/**
 * Runs `work` on the parsed document of a text, and frees it.
 * @throws XmlLibError if the text is not well-formed
 */
export function withDocument<T>(text: string, work: (document: XmlDocument) => T): T {
  const document = XmlDocument.fromString(text, { option: OPTION });
  try {
    return work(document);
  } finally {
    document.dispose();
  }
}

/** @param most the most elements; a text with more is refused */
export function parse(
  text: string,
  most: number = MAX_ELEMENTS,
): { root: Element } | { problem: string } {
  try {
    const budget = { elements: most };
    return { root: withDocument(text, (document) => toElement(document.root, budget)) };
  } catch (error) {
    if (error instanceof TooManyElements) return { problem: `more than ${most} elements` };
    if (error instanceof XmlLibError) return { problem: messageOf(error) };
    throw error;
  }
}

/** The parser's message, at most 300 characters. */
export function messageOf(error: XmlLibError): string {
  return (error.details[0]?.message ?? error.message).trim().slice(0, 300);
}

/** A message with a thousand groups has a few thousand elements. Each parsed element takes some hundred octets. */
const MAX_ELEMENTS = 20_000;

class TooManyElements extends Error {}

/** Converts a node. The recursion is bounded, because libxml2 refuses more than 256 levels. */
function toElement(node: XmlElement, budget: { elements: number }): Element {
  budget.elements -= 1;
  if (budget.elements < 0) throw new TooManyElements();
  const children: Element[] = [];
  let text = '';
  for (let child = node.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) children.push(toElement(child, budget));
    else text += child.content;
  }
  const attributes: Attribute[] = node.attrs.map(({ name, namespaceUri, value }) => ({
    name,
    namespace: namespaceUri,
    value,
  }));
  return { name: node.name, namespace: node.namespaceUri, attributes, children, text };
}
