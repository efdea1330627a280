/** The name at the end of a front-end's SPIFFE URI, for which its URL is set. */
export function nameOf(frontEnd: string): string {
  return frontEnd.slice(frontEnd.lastIndexOf('/') + 1);
}
