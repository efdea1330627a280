import type { UnseenNotices } from '../core/own-changes.js';
import type { PageParts } from './parts.js';
import type { SignedIn } from './session-state.js';

/**
 * The notices that the person has not seen. Undefined if that cannot be asked, or no notices are sent here; pages omit
 * them then.
 */
export async function unseenBy(
  { ownNotices, log }: PageParts,
  { ticket }: Pick<SignedIn, 'ticket'>,
): Promise<UnseenNotices | undefined> {
  try {
    return await ownNotices?.unseen(ticket);
  } catch (error) {
    log.warn('notice could not be asked for unseen notices', { error });
    return undefined;
  }
}
