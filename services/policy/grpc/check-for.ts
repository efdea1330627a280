import { ALL_DOMAINS, type CallContext } from '../../../libs/grpc/index.js';
import type { Checker, SharedChecker } from '../ports.js';

/** Ports whose checker is still that of all callers. */
export type Shared<Ports extends { readonly checker: Checker }> = Omit<Ports, 'checker'> & {
  readonly checker: SharedChecker;
};

/** Checks for a caller, to the end or only until the caller leaves. */
export function checkFor<Ports extends { readonly checker: SharedChecker }>(
  ports: Ports,
  { caller, grant, signal }: CallContext,
  stay: 'to-the-end' | 'while-there',
): Omit<Ports, 'checker'> & { readonly checker: Checker } {
  const checker = ports.checker.within({
    caller: caller.uri,
    everywhere: grant.allowsDomains(ALL_DOMAINS),
    ...(stay === 'while-there' && { signal }),
  });
  return { ...ports, checker };
}
