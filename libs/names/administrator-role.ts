/** What administrators may do, each also what those before it may. */
export const ADMINISTRATOR_ROLES = ['auditors', 'help-desk', 'full', 'operator'] as const;
export type AdministratorRole = (typeof ADMINISTRATOR_ROLES)[number];

/** Whether `role` may do what needs `least`. */
export function isAtLeast(role: AdministratorRole, least: AdministratorRole): boolean {
  return rankOf(role) >= rankOf(least);
}

/** The higher, the more an account may; one that administers nothing has 0. */
export function rankOf(role: AdministratorRole | undefined): number {
  return role === undefined ? 0 : ADMINISTRATOR_ROLES.indexOf(role) + 1;
}
