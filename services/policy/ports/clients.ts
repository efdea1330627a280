import type { Client, Registration } from '../core/session/client.js';

/** A change of a registered client, for the record. */
export interface ClientChange {
  readonly id: string;
  readonly removed: boolean;
  /** The client from now on. Undefined if it was removed. */
  readonly client: Client | undefined;
  /** SPIFFE URI. */
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** The clients of the sign-in page in the database. */
export interface ClientStore {
  /** Registers or changes a client. Without a hash, a confidential client keeps its current secret. */
  put(
    registration: Registration,
    by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>,
  ): Promise<Registration>;
  /** False if there was none. */
  remove(id: string, by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>): Promise<boolean>;
  /** Increases with every change. */
  revision(): Promise<number>;
  /** All clients by id, from one snapshot. */
  all(): Promise<{ readonly revision: number; readonly registrations: readonly Registration[] }>;
}
