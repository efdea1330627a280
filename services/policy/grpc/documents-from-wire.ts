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

/** Who may touch a document: a domain's own administrator; templates and `*` only who has all. */
export function domainsOfDocuments(field: string, names: readonly string[]): Domains {
  const reader = new RequestReader();
  const read = names.map((name, index) => documentName(reader, `${field}[${index}]`, name));
  reader.finish();
  const everyones = read.length === 0 || read.some((name) => name === '*' || isTemplateName(name));
  return everyones ? ALL_DOMAINS : read;
}
