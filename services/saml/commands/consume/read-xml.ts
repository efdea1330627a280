import type { Finding } from '../../core/checks/facts.js';
import { checkMarkup } from '../../core/checks/markup.js';
import type { Attempt, ConsumeParts } from './attempt.js';

/** The text as XML: no parser sees one that is more than elements, attributes and text. */
export function readXml(attempt: Attempt, { xml }: ConsumeParts): Finding {
  const finding = checkMarkup(attempt.text);
  if (finding !== undefined) return finding;
  const parsed = xml.parse(attempt.text);
  if ('problem' in parsed) return parsed.problem;
  attempt.received = parsed.root;
  return undefined;
}
