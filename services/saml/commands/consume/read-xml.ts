import type { Finding } from '../../core/checks/facts.js';
import { checkMarkup, decodeText } from '../../core/checks/markup.js';
import type { Attempt, ConsumeParts } from './attempt.js';

/** The octets as XML: no parser sees one that is more than elements, attributes and text. */
export function readXml(attempt: Attempt, { xml }: ConsumeParts): Finding {
  const decoded = decodeText(attempt.octets);
  if ('problem' in decoded) return decoded.problem;
  attempt.text = decoded.text;
  const finding = checkMarkup(attempt.text);
  if (finding !== undefined) return finding;
  const parsed = xml.parse(attempt.text);
  if ('problem' in parsed) return parsed.problem;
  attempt.received = parsed.root;
  return undefined;
}
