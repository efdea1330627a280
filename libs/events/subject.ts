/** One token of a NATS subject: no dot, no wildcard, no white space. */
const TOKEN = /^[A-Za-z0-9_-]+$/;

/**
 * A NATS subject that ends in the domain with its labels reversed, so that wildcards work:
 * `gatepost.login.*.*.tld.a` matches only a.tld, `gatepost.login.>` everything.
 *
 * @param tokens before the domain: `['login', 'allow', 'imap']`
 * @param domain canonical; undefined for a domain without a document of its own, or for no domain
 * @throws Error if a token is malformed
 */
export function subjectOf(tokens: readonly string[], domain: string | undefined): string {
  const labels = domain === undefined || domain === '*' ? ['unknown'] : domain.split('.').reverse();
  const all = ['gatepost', ...tokens, ...labels];
  const bad = all.find((token) => !TOKEN.test(token));
  if (bad !== undefined) throw new Error(`"${bad}" cannot be a token of a NATS subject`);
  return all.join('.');
}
