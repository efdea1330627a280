import { SaxesParser, type SaxesTagNS } from 'saxes';
import { usageError } from '../../output/exit.js';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';

export interface Aggregate {
  /** Entity IDs of its identity providers, in order. */
  readonly providers: readonly string[];
  /** The entity asked for, in what was around it; empty: it is not there. */
  readonly entity: string;
}

/**
 * Reads the metadata of a federation, which may be larger than anybody wants in memory, as it arrives.
 * @param text its parts, decoded
 * @param entityId which entity to take out; empty: none
 * @throws CliError for what is no XML, or holds a DOCTYPE
 */
export async function readAggregate(
  text: AsyncIterable<string>,
  entityId: string,
): Promise<Aggregate> {
  const providers: string[] = [];
  const around: string[] = [];
  const closing: string[] = [];
  let entity = '';
  /** ID of the entity that is being read, and its elements that are open. */
  let current: string | undefined;
  let open = 0;
  let kept: string[] | undefined;

  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', ({ message }) => {
    throw usageError(`the metadata is no XML: ${message.slice(0, 200)}`);
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
