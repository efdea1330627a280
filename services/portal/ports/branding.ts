import type { Actor } from '../../../libs/events/definitions/actor.js';
import type { MailServers } from '../core/mail-servers.js';

/** How pages look to the people of a domain. */
export interface Branding {
  readonly name: string;
  readonly logoPng: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: readonly string[];
  /** IANA name; empty for the installation's time zone. */
  readonly timeZone: string;
  /** Replaces `help`, by language. */
  readonly helpTexts: Readonly<Record<string, string>>;
  readonly mail: MailServers;
}

export interface BrandingStore {
  read(domain: string): Promise<Branding | undefined>;
  set(domain: string, branding: Branding, actor: Actor): Promise<void>;
  /** @returns whether there was any */
  remove(domain: string, actor: Actor): Promise<boolean>;
}
