import type { Clock, CredentialStore } from '../ports.js';

const BATCH = 100;

/** Removes app passwords that lapsed so long ago that nobody looks for them any more. */
export async function sweepAppPasswords(
  { store, clock }: { store: CredentialStore; clock: Clock },
  lapsedKeptMs: number,
): Promise<void> {
  const time = clock.now() - lapsedKeptMs;
  for (let removed = BATCH; removed === BATCH; ) {
    removed = await store.transaction(async (tx) => {
      const lapsed = await tx.removeLapsedAppPasswords(time, BATCH);
      for (const appPassword of lapsed) {
        const { account } = appPassword;
        await tx.append({ type: 'app-password-expired', account, appPassword });
      }
      return lapsed.length;
    });
  }
}
