/** The request of a browser that a proxy asks about, or hands on. */
export interface OriginalRequest {
  readonly method: string;
  /** Path and query, as the browser sent them; undefined: the proxy does not say. */
  readonly target: string | undefined;
}

/** In names of lower case; a header that came several times has been joined or left out. */
type HeaderOf = (name: string) => string | undefined;

const LONGEST_TARGET = 1024;
/** A path on this host: no other host's (`//`), nothing that a browser reads as `/`. */
const TARGET = /^\/(?![/\\])[!-~]*$/;

/** Where a browser goes back to after signing in: a path on the same host. */
export function wayBack({ target }: OriginalRequest): string {
  const isPath = target !== undefined && target.length <= LONGEST_TARGET && TARGET.test(target);
  return isPath ? target : '/';
}

/**
 * Whether a person navigates to a page, who can be sent to a sign-in page; a script, an image or a
 * form cannot (Fetch Metadata Request Headers; browsers without them by what they accept).
 */
export function isNavigation({ method }: OriginalRequest, headerOf: HeaderOf): boolean {
  if (method !== 'GET') return false;
  const mode = headerOf('sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate' && isPage(headerOf('sec-fetch-dest'));
  if (headerOf('x-requested-with') !== undefined) return false;
  return /(^|[,\s])text\/html\b/i.test(headerOf('accept') ?? '');
}

function isPage(destination: string | undefined): boolean {
  return destination === undefined || destination === 'document';
}
