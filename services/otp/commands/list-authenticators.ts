import type { Authenticator } from '../core/authenticator.js';
import type { Clock, OtpStore, Ticket } from '../ports.js';

export interface ListParts {
  readonly store: OtpStore;
  readonly clock: Clock;
}

export interface Listed {
  /** By creation, including those that wait for their first code. */
  readonly authenticators: readonly Authenticator[];
  readonly recoveryCodesLeft: number;
}

/** Lists what an account has, for an administrator. */
export async function listAuthenticators(
  { store, clock }: ListParts,
  { account }: { account: string },
): Promise<Listed> {
  const authenticators = await store.authenticators(account, clock.now());
  return { authenticators, recoveryCodesLeft: await store.recoveryCodesLeft(account) };
}

/**
 * Lists what the person has.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used
 */
export async function listOwnAuthenticators(
  { store, clock }: ListParts,
  { ticket }: { ticket: Ticket },
): Promise<Listed> {
  return store.onAccount(ticket.account, async (tx) => {
    await tx.consumeTicket(ticket);
    return {
      authenticators: await tx.authenticators(clock.now()),
      recoveryCodesLeft: await tx.recoveryCodesLeft(),
    };
  });
}
