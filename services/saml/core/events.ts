/** Who did it: an administrator. */
export interface EventActor {
  /** SPIFFE URI. */
  readonly certificate: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

/** What happened, as the outbox gets it. No key, no message. */
export type SamlEvent =
  | {
      readonly type: 'configured';
      readonly domain: string;
      readonly version: number;
      /** Names of what changed. */
      readonly settings: readonly string[];
      readonly actor: EventActor;
    }
  | {
      readonly type: 'removed';
      readonly domain: string;
      readonly version: number;
      readonly actor: EventActor;
    }
  | {
      readonly type: 'keys-changed';
      readonly domain: string;
      readonly version: number;
      readonly change: 'rotated' | 'retired';
      readonly actor: EventActor;
    }
  | { readonly type: 'logout'; readonly account: string; readonly by: 'person' | 'provider' }
  | {
      readonly type: 'purged';
      readonly account: string;
      readonly rows: number;
      readonly certificate: string;
      readonly actor: string;
    };
