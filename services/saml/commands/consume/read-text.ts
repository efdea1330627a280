import type { Finding } from '../../core/checks/facts.js';
import { decodeText } from '../../core/checks/markup.js';
import { decodePosted } from '../../core/checks/size.js';
import type { Attempt } from './attempt.js';

/** The form's field as text. */
export function readText(attempt: Attempt): Finding {
  const posted = decodePosted(attempt.request.posted);
  if ('problem' in posted) return posted.problem;
  const decoded = decodeText(posted.decoded);
  if ('problem' in decoded) return decoded.problem;
  attempt.text = decoded.text;
  return undefined;
}
