import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readableFile, secretFile } from '../config/index.js';
import { readTicketKey, readTicketKeys, type TicketKey, type TicketKeys } from './keys.js';

/** The setting's description, in each service that has it. */
export const TICKET_KEYS =
  'Public keys, PEM, of tickets issued by policy. There are several while one replaces another.';

/** Like TICKET_KEYS, for the tickets that notice signs. */
export const DISOWN_KEYS =
  'Public keys, PEM, of the “this was not me” tickets that notice signs. Absent: nobody can disown a sign-in.';

/** `ticket-keys: [policy-ticket.pub.pem, …]`: public keys by path, at least one, as TicketKeys. */
export function ticketKeys() {
  const path = readableFile().transform((file, context) => {
    const pem = readFileSync(file, 'utf8');
    return attempt(context, file, () => readTicketKeys([pem]));
  });
  return z
    .array(path)
    .min(1, 'must name at least one file')
    .transform((maps): TicketKeys => new Map(maps.flatMap((keys) => [...keys])));
}

/** `disown-keys: [disown.pub]`, as TicketKeys; none if it is absent. */
export function disownKeys() {
  return ticketKeys()
    .optional()
    .transform((keys): TicketKeys => keys ?? new Map());
}

/** `ticket-key: policy-ticket.pem`: the private key by path, as a TicketKey. */
export function ticketKey() {
  return secretFile().transform(
    (secret, context): TicketKey =>
      attempt(context, 'the file', () => readTicketKey(secret.text())),
  );
}

function attempt<T>(context: z.RefinementCtx, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    context.addIssue({ code: 'custom', message: `${file} ${(error as Error).message}` });
    return z.NEVER;
  }
}
