import { ALL_DOMAINS, type CallContext } from '../../../libs/grpc/index.js';
import type { Checker, SharedChecker } from '../ports/checker.js';
import { quotaOwnerOf } from './quota-owner.js';

/** Ports whose checker is still the one all callers share. */
export type Shared<Ports extends { readonly checker: Checker }> = Omit<Ports, 'checker'> & {
  readonly checker: SharedChecker;
};

/** Gives a caller its own checker. `stay` says whether work goes on after the caller has left. */
export function checkFor<Ports extends { readonly checker: SharedChecker }>(
  ports: Ports,
  context: CallContext,
  stay: 'to-the-end' | 'while-there',
): Omit<Ports, 'checker'> & { readonly checker: Checker } {
  const { grant, signal } = context;
  const checker = ports.checker.within({
    caller: quotaOwnerOf(context),
    everywhere: grant.allowsDomains(ALL_DOMAINS),
    ...(stay === 'while-there' && { signal }),
  });
  return { ...ports, checker };
}
