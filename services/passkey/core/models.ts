/** A model of authenticator that may be registered, and the roots of its maker's certificates. */
export interface Model {
  /** A UUID in lower case. */
  readonly aaguid: string;
  readonly name: string;
  /** Root certificates, DER. */
  readonly roots: readonly Uint8Array[];
}

/** The models that the people of some domains may register. */
export interface ModelEntry {
  /** Canonical domains, or `*` for every domain that no other entry names. */
  readonly domains: readonly string[];
  readonly models: readonly Model[];
}

export interface Models {
  /** The models a domain's people may register. Undefined: any model, and no attestation is asked for. */
  of(domain: string): readonly Model[] | undefined;
}

/** Looks models up by domain. */
export function modelsOf(entries: readonly ModelEntry[]): Models {
  const naming = (domain: string) => entries.filter(({ domains }) => domains.includes(domain));
  return {
    of(domain) {
      const own = naming(domain);
      const named = own.length > 0 ? own : naming('*');
      // An empty list, if no listed model can be relied on, means that nothing may be registered.
      return named.length > 0 ? named.flatMap(({ models }) => models) : undefined;
    },
  };
}
