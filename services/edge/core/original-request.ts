/** The browser's request that a proxy asks about or passes on. */
export interface OriginalRequest {
  readonly method: string;
  /** Path and query as the browser sent them. Undefined if the proxy does not say. */
  readonly target: string | undefined;
}

/** Gives a header by its lower-case name. A repeated header has been joined or left out. */
type HeaderOf = (name: string) => string | undefined;

const LONGEST_TARGET = 1024;
/** A path on this host. Excludes another host (`//`) and characters that a browser reads as `/`. */
const TARGET = /^\/(?![/\\])[!-~]*$/;

/** Where a browser returns after signing in: a path on the same host. */
export function wayBack({ target }: OriginalRequest): string {
  const isPath = target !== undefined && target.length <= LONGEST_TARGET && TARGET.test(target);
  return isPath ? target : '/';
}

/**
 * Whether a person navigates to a page, so that they can be sent to a sign-in page. Scripts, images and forms cannot.
 * Uses Fetch Metadata request headers or, for browsers without them, the Accept header.
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
