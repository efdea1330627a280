import type { CallContext } from '../../../libs/grpc/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';

/**
 * Whose quota the work of a call counts against: that of its certificate. The console calls for administrators of many
 * domains, so there it is that of the administrator's domain.
 */
export function quotaOwnerOf({
  caller,
  administrator,
}: Pick<CallContext, 'caller' | 'administrator'>): string {
  if (administrator === undefined) return caller.uri;
  return `${caller.uri} ${domainOfAccount(administrator)}`;
}
