/**
 * The id of the console among the clients of the sign-in page. Only this client gets administrators'
 * tickets with its sign-ins.
 */
export const CONSOLE_CLIENT = 'console';
