import type { EventActor } from '../core/events.js';
import type { ThrottleOwner, ThrottleRecord } from '../ports.js';

/** Forgets counted failures, by an administrator. @returns how many */
export function clearThrottle(
  { throttles }: { throttles: ThrottleRecord },
  { owner, actor }: { owner: ThrottleOwner; actor: EventActor },
): Promise<number> {
  const named =
    'account' in owner
      ? { account: owner.account, address: '' }
      : { account: '', address: owner.address.text };
  return throttles.clear(owner, (failures) => ({
    type: 'throttle-cleared',
    ...named,
    failures,
    actor,
  }));
}
