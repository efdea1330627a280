/** A model of authenticator that may be registered, and what its maker's certificates end at. */
export interface Model {
  /** A UUID in lower case. */
  readonly aaguid: string;
  readonly name: string;
  /** Certificates, DER. */
  readonly roots: readonly Uint8Array[];
}

/** Models that the people of some domains may register. */
export interface ModelEntry {
  /** Canonical, or `*`: every domain that no other entry names. */
  readonly domains: readonly string[];
  readonly models: readonly Model[];
}

export interface Models {
  /** What a domain's people may register. Undefined: anything, and no attestation is asked for. */
  of(domain: string): readonly Model[] | undefined;
}

/** Looks models up by domain. */
export function modelsOf(entries: readonly ModelEntry[]): Models {
  const naming = (domain: string) => entries.filter(({ domains }) => domains.includes(domain));
  return {
    of(domain) {
      const own = naming(domain);
      const named = own.length > 0 ? own : naming('*');
      // Where all that is listed is not to be relied on, nothing may be registered.
      return named.length > 0 ? named.flatMap(({ models }) => models) : undefined;
    },
  };
}
