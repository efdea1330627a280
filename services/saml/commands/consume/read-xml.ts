import type { Finding } from '../../core/checks/facts.js';
import { checkMarkup, decodeText } from '../../core/checks/markup.js';
import type { ConsumeParts, Examination } from './examination.js';

/** Parses the octets as XML. Text that contains more than elements, attributes and text never reaches a parser. */
export function readXml(examination: Examination, { xml }: ConsumeParts): Finding {
  const decoded = decodeText(examination.octets);
  if ('problem' in decoded) return decoded.problem;
  examination.text = decoded.text;
  const finding = checkMarkup(examination.text);
  if (finding !== undefined) return finding;
  const parsed = xml.parse(examination.text);
  if ('problem' in parsed) return parsed.problem;
  examination.received = parsed.root;
  return undefined;
}
