import type { Role } from '../../../libs/certificates/index.js';

/** The callers from outside an installation; the first of a role is the command line's default. */
export const IDENTITIES: readonly { role: Role; name: string }[] = [
  { role: 'front-end', name: 'mail' },
  { role: 'front-end', name: 'webmail' },
  { role: 'admin', name: 'operator' },
  { role: 'admin', name: 'corp-admin' },
  { role: 'auditor', name: 'auditor' },
];
