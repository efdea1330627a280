import type { Address } from '../../../libs/names/address.js';
import { prefixText } from '../../../libs/names/cidr.js';

/** The network of an address, roughly what one provider gives to one site. */
export function networkOf(address: Address): string {
  if (address.family === 6) return prefixText(address, 48);
  return address.text.replace(/\d+$/, '0/24');
}
