/** The role of a peer: the first part of its SPIFFE path. */
export const ROLES = ['front-end', 'service', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** The identity of a peer. `uri` is `spiffe://gatepost/<role>/<name>`. */
export interface Identity {
  readonly role: Role;
  readonly name: string;
  readonly uri: string;
}

const URI = /^spiffe:\/\/gatepost\/([a-z-]+)\/([a-z0-9][a-z0-9._-]{0,62})$/;

/** Reads one of our SPIFFE URIs; null if it is anything else. Nothing is normalised. */
export function parseIdentity(uri: string): Identity | null {
  const [, role, name] = URI.exec(uri) ?? [];
  const known = ROLES.find((r) => r === role);
  return known === undefined || name === undefined ? null : { role: known, name, uri };
}

/** @throws TypeError if role and name do not make an identity */
export function makeIdentity(role: Role, name: string): Identity {
  const identity = parseIdentity(`spiffe://gatepost/${role}/${name}`);
  if (identity === null) throw new TypeError(`not an identity: ${role}/${name}`);
  return identity;
}
