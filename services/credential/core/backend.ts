/** Where the main passwords of a domain are verified. */
export type BackendKind =
  /** Argon2id hashes kept here. */
  | { readonly kind: 'embedded' }
  /** Nowhere: only a front-end's word counts. */
  | { readonly kind: 'none' }
  | { readonly kind: 'ldap'; readonly ldap: LdapSettings };

export type Backend = BackendKind & {
  /** Canonical, or `*`: every domain without a back end of its own. */
  readonly domain: string;
  /** Whether app passwords end when the main password changes. */
  readonly revokesAppPasswords: boolean;
};

/** An LDAP directory (RFC 4511). */
export interface LdapSettings {
  /** `ldaps://host:port`, or `ldap://host:port` with StartTLS; tried in this order. */
  readonly urls: readonly string[];
  readonly bind: LdapBind;
  /** How long one server is waited for. */
  readonly timeoutMs: number;
  /** The attribute in which an entry carries its account, or the local part of it. */
  readonly accountAttribute: string;
}

/**
 * How the entry of an account is found. `{local}`, `{domain}` and `{account}` stand for its parts;
 * `secret` is a name in the operator's directory of secrets.
 */
export type LdapBind =
  | { readonly by: 'template'; readonly dnTemplate: string }
  | {
      readonly by: 'search';
      readonly base: string;
      readonly filter: string;
      /** Undefined: the directory lets anybody search. */
      readonly as: { readonly dn: string; readonly secret: string } | undefined;
    };

/**
 * The attribute that a template or filter compares with the account or its local part, `uid` of
 * `uid={local},ou=people`; undefined: it says none.
 */
export function attributeComparedBy(bind: LdapBind): string | undefined {
  const text = bind.by === 'template' ? bind.dnTemplate : bind.filter;
  return /(?:^|[,(+&|!\s])([A-Za-z][A-Za-z0-9;-]*)\s*=\s*\{(?:account|local)\}/.exec(text)?.[1];
}

/** What holds for a domain for which nothing was set. */
export function defaultBackend(domain: string): Backend {
  return { domain, kind: 'embedded', revokesAppPasswords: false };
}
