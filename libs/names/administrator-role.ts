/** Administrators' roles. Each role may also do what the roles before it may. */
export const ADMINISTRATOR_ROLES = ['auditors', 'help-desk', 'full', 'operator'] as const;
export type AdministratorRole = (typeof ADMINISTRATOR_ROLES)[number];

/** Whether `role` may do what needs `least`. */
export function isAtLeast(role: AdministratorRole, least: AdministratorRole): boolean {
  return rankOf(role) >= rankOf(least);
}

/** The rank of a role: a higher one may do more; 0 for an account that administers nothing. */
export function rankOf(role: AdministratorRole | undefined): number {
  return role === undefined ? 0 : ADMINISTRATOR_ROLES.indexOf(role) + 1;
}
