import { notFound } from '../../../libs/errors/index.js';
import type { ForwardCode, ForwardCodes } from '../ports/forward-codes.js';

/**
 * Returns the session that a code stands for, to the host and the browser that the code was made for. The code is
 * used up in any case: if somebody else presents it, it was stolen.
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
