import { notFound } from '../../../libs/errors/index.js';
import type { ForwardCode, ForwardCodes } from '../ports.js';

/**
 * Gives the session that a code stands for, to the host and the browser it was made for. The code is
 * spent in any case: who has it and is not that one has stolen it.
 * @throws GatepostError NOT_FOUND, whatever was wrong
 */
export async function redeemCode(
  { codes }: { codes: ForwardCodes },
  presented: Pick<ForwardCode, 'client' | 'origin' | 'binding'> & { readonly code: string },
): Promise<ForwardCode> {
  const found = await codes.take(presented.code);
  const { client, origin, binding } = presented;
  const fits =
    found !== undefined &&
    found.client === client &&
    found.origin === origin &&
    found.binding === binding;
  if (!fits) throw notFound('no such code');
  return found;
}
