import type { Finding } from '../../core/checks/facts.js';
import { decodePosted } from '../../core/checks/size.js';
import type { Attempt } from './attempt.js';

/** The form's field, decoded. */
export function readText(attempt: Attempt): Finding {
  const posted = decodePosted(attempt.request.posted);
  if ('problem' in posted) return posted.problem;
  attempt.octets = posted.decoded;
  return undefined;
}
