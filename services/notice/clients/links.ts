import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../../libs/seal/index.js';
import { isOptional } from '../core/kinds.js';
import type { Link } from '../core/link.js';
import { hostOf, type SignInHost } from './sign-in-host.js';

/** The longest token, in characters. */
const MOST_TOKEN = 1024;

/** Links that only the installation can make. Nothing is stored about them. */
export interface Links {
  write(link: Link): string;
  /** Undefined if we did not make it. */
  read(token: string): Link | undefined;
}

/** `<key id>.<base64url of JSON>.<HMAC-SHA-256>`. */
export function openLinks(ring: KeyRing): Links {
  const mac = (keyId: string, body: string) =>
    ring.keyedHash(keyId, 'notice-link', Buffer.from(body));
  return {
    write(link) {
      const body = Buffer.from(JSON.stringify(link)).toString('base64url');
      return `${ring.newest}.${body}.${mac(ring.newest, body).toString('base64url')}`;
    },
    read(token) {
      const [keyId = '', body = '', given = '', ...more] = token.split('.');
      if (token.length > MOST_TOKEN || more.length > 0 || !ring.has(keyId)) return undefined;
      const bytes = Buffer.from(given, 'base64url');
      const wanted = mac(keyId, body);
      if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return undefined;
      return linkOf(JSON.parse(Buffer.from(body, 'base64url').toString()));
    },
  };
}

/** A later version may write links that are not known here. */
function linkOf(value: Readonly<Record<string, unknown>>): Link | undefined {
  const { for: purpose, id, account, kind } = value;
  if (purpose === 'confirm' && typeof id === 'string') return { for: purpose, id };
  if (purpose !== 'switch-off' || typeof account !== 'string' || typeof kind !== 'string') return;
  return isOptional(kind) ? { for: purpose, account, kind } : undefined;
}

/** Makes a link’s URL: a page of the account’s sign-in host. */
export function linkUrls(parts: {
  readonly links: Links;
  readonly hosts: readonly SignInHost[];
}): (account: string, link: Link) => string | undefined {
  return (account, link) => {
    const host = hostOf(parts.hosts, account);
    const path = link.for === 'confirm' ? 'confirm-address' : 'notices-off';
    return host && `${host.url}/${path}/${parts.links.write(link)}`;
  };
}
