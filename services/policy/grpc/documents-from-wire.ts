import { ALL_DOMAINS, type Domains } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { isTemplateName } from '../core/documents.js';

const NAME_OCTETS = 254;

/** `a.tld`, `*` or `template:standard-isp`, in canonical form. */
export function documentName(reader: RequestReader, field: string, text: string): string {
  if (text === '*') return text;
  if (isTemplateName(text)) return reader.text(field, text, { max: NAME_OCTETS });
  return reader.domain(field, text);
}

/**
 * The domains that a caller must hold to touch documents. A domain's own administrator may touch its document;
 * templates and `*` need all domains.
 */
export function domainsOfDocuments(field: string, names: readonly string[]): Domains {
  const reader = new RequestReader();
  const read = names.map((name, index) => documentName(reader, `${field}[${index}]`, name));
  reader.finish();
  const everyones = read.length === 0 || read.some((name) => name === '*' || isTemplateName(name));
  return everyones ? ALL_DOMAINS : read;
}
