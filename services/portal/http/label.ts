import type { Context } from 'koa';
import { field } from '../../../libs/web/index.js';

const MOST_OCTETS = 64;

/**
 * Reads the name that a person gave to something: at most 64 octets, without control characters. Empty if there is
 * none.
 */
export function readLabel(ctx: Context): string {
  let label = '';
  for (const character of field(ctx, 'label')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim()) {
    if (Buffer.byteLength(label + character) > MOST_OCTETS) break;
    label += character;
  }
  return label.trim();
}
