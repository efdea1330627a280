import type { CallContext } from '../../../libs/grpc/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';

/**
 * Who pays for the work of a call: its certificate. The console calls for administrators of many domains, so the domain
 * of the administrator pays.
 */
export function payerOf({
  caller,
  administrator,
}: Pick<CallContext, 'caller' | 'administrator'>): string {
  if (administrator === undefined) return caller.uri;
  return `${caller.uri} ${domainOfAccount(administrator)}`;
}
