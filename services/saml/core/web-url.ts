const MAX_OCTETS = 2048;

/** Collapses white space as XML Schema does (xs:anyURI; XML Schema part 2, 4.3.6). */
export function collapse(text: string): string {
  return text.replaceAll(/[\t\n\r ]+/g, ' ').replaceAll(/^ | $/g, '');
}

/**
 * Checks a URL to which browsers are sent or post forms: absolute, http or https, without user name, password or
 * fragment, at most 2048 octets. Any other URL from outside could run as a script or lead elsewhere.
 * @returns the URL with white space collapsed, or why it is refused
 */
export function parseWebUrl(text: string): { readonly url: string } | { readonly problem: string } {
  const url = collapse(text);
  if (url === '') return { problem: 'is empty' };
  if (Buffer.byteLength(url) > MAX_OCTETS)
    return { problem: `is longer than ${MAX_OCTETS} octets` };
  // Checked by a pattern, because the standard parser repairs what browsers may read differently.
  if (!/^https?:\/\/[^/?#\\]/i.test(url)) return { problem: 'is not an http or https URL' };
  if (/[\s\\]|\p{Cc}/u.test(url)) return { problem: 'holds white space or a backslash' };
  if (!URL.canParse(url)) return { problem: 'is not a URL' };
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') return { problem: 'holds a user name or password' };
  return url.includes('#') ? { problem: 'has a fragment' } : { url };
}
