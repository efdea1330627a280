/** Where a domain's main passwords are verified. */
export type BackendKind =
  /** Argon2id hashes stored here. */
  | { readonly kind: 'embedded' }
  /** Nowhere; only a front-end's statement counts. */
  | { readonly kind: 'none' }
  | { readonly kind: 'ldap'; readonly ldap: LdapSettings };

export type Backend = BackendKind & {
  /** Canonical domain, or `*` for every domain without a back end of its own. */
  readonly domain: string;
  /** Whether app passwords end when the main password changes. */
  readonly revokesAppPasswords: boolean;
};

/** An LDAP directory (RFC 4511). */
export interface LdapSettings {
  /** `ldaps://host:port`, or `ldap://host:port` with StartTLS. Tried in this order. */
  readonly urls: readonly string[];
  readonly bind: LdapBind;
  /** Time limit for one server. */
  readonly timeoutMs: number;
  /** The attribute in which an entry carries its account or the account's local part. */
  readonly accountAttribute: string;
}

/**
 * How an account's entry is found. `{local}`, `{domain}` and `{account}` are replaced by the account's parts. `secret`
 * is a name in the operator's directory of secrets.
 */
export type LdapBind =
  | { readonly by: 'template'; readonly dnTemplate: string }
  | {
      readonly by: 'search';
      readonly base: string;
      readonly filter: string;
      /** Undefined: the directory allows anonymous searches. */
      readonly as: { readonly dn: string; readonly secret: string } | undefined;
    };

/**
 * The attribute that a template or filter compares with the account or its local part, such as `uid` in
 * `uid={local},ou=people`. Undefined if it has none.
 */
export function attributeComparedBy(bind: LdapBind): string | undefined {
  const text = bind.by === 'template' ? bind.dnTemplate : bind.filter;
  return /(?:^|[,(+&|!\s])([A-Za-z][A-Za-z0-9;-]*)\s*=\s*\{(?:account|local)\}/.exec(text)?.[1];
}

/** The back end of a domain for which none was set. */
export function defaultBackend(domain: string): Backend {
  return { domain, kind: 'embedded', revokesAppPasswords: false };
}
