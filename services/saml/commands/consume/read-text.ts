import type { Finding } from '../../core/checks/facts.js';
import { decodePosted } from '../../core/checks/size.js';
import type { Examination } from './examination.js';

/** Decodes the form's field. */
export function readText(examination: Examination): Finding {
  const posted = decodePosted(examination.request.posted);
  if ('problem' in posted) return posted.problem;
  examination.octets = posted.decoded;
  return undefined;
}
