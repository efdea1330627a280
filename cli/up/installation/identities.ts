import type { Role } from '../../../libs/certificates/index.js';

/** Who calls an installation from outside; the first of a role is the command line's default. */
export const IDENTITIES: readonly { role: Role; name: string }[] = [
  { role: 'front-end', name: 'mail' },
  { role: 'front-end', name: 'webmail' },
  { role: 'admin', name: 'operator' },
  { role: 'admin', name: 'corp-admin' },
  { role: 'auditor', name: 'auditor' },
];
