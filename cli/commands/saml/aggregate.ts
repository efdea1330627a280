import { SaxesParser, type SaxesTagNS } from 'saxes';
import { usageError } from '../../output/exit.js';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';

export interface Aggregate {
  /** Entity IDs of its identity providers, in order. */
  readonly providers: readonly string[];
  /** The requested entity with its surrounding elements; empty if it was not found. */
  readonly entity: string;
}

/**
 * Reads a federation's metadata as it arrives, because it may be too large to hold in memory.
 * @param text its parts, decoded
 * @param entityId the entity to extract; empty for none
 * @throws CliError if it is not XML, or has a DOCTYPE
 */
export async function readAggregate(
  text: AsyncIterable<string>,
  entityId: string,
): Promise<Aggregate> {
  const providers: string[] = [];
  const around: string[] = [];
  const closing: string[] = [];
  let entity = '';
  /** The ID of the entity being read, and how many of its elements are open. */
  let current: string | undefined;
  let open = 0;
  let kept: string[] | undefined;

  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', ({ message }) => {
    throw usageError(`the metadata is not XML: ${message.slice(0, 200)}`);
  });
  parser.on('doctype', () => {
    throw usageError('the metadata holds a DOCTYPE, which is not accepted');
  });
  parser.on('opentag', (tag) => {
    if (current === undefined && isMetadata(tag, 'EntitiesDescriptor')) {
      around.push(formatTag(tag));
      closing.unshift(`</${tag.name}>`);
    }
    if (current === undefined && isMetadata(tag, 'EntityDescriptor')) {
      current = (tag.attributes.entityID?.value ?? '').trim();
      if (current === entityId && entityId !== '') kept = [...around];
    }
    if (current === undefined) return;
    open += 1;
    kept?.push(formatTag(tag));
    if (open === 2 && isMetadata(tag, 'IDPSSODescriptor')) providers.push(current);
  });
  parser.on('text', (content) => kept?.push(escapeXml(content)));
  parser.on('closetag', (tag) => {
    if (current === undefined) {
      if (!isMetadata(tag, 'EntitiesDescriptor')) return;
      around.pop();
      closing.shift();
      return;
    }
    kept?.push(`</${tag.name}>`);
    open -= 1;
    if (open > 0) return;
    if (kept !== undefined) entity = [...kept, ...closing].join('');
    kept = undefined;
    current = undefined;
  });
  for await (const part of text) parser.write(part);
  parser.close();
  return { providers, entity };
}

function isMetadata(tag: SaxesTagNS, name: string): boolean {
  return tag.uri === METADATA && tag.local === name;
}

function formatTag({ name, attributes }: SaxesTagNS): string {
  const written = Object.entries(attributes).map(
    ([attribute, { value }]) => ` ${attribute}="${escapeXml(value)}"`,
  );
  return `<${name}${written.join('')}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '');
}
