import {
  BusyError,
  InvalidCredentialsError,
  NoSuchObjectError,
  StatusCodeParser,
  UnwillingToPerformError,
} from 'ldapts';
import { expect, it } from 'vitest';
import { readBindError } from './results.js';

it('treats only errors about the credentials as a refusal', () => {
  for (const refusal of [InvalidCredentialsError, NoSuchObjectError, UnwillingToPerformError]) {
    expect(readBindError(new refusal())).toMatchObject({ kind: 'refused' });
  }
  const referral = StatusCodeParser.parse({ status: 10, errorMessage: '' } as never);
  for (const other of [new BusyError(), referral, new Error('Connection closed'), undefined]) {
    expect(readBindError(other)).toMatchObject({ kind: 'no-answer' });
  }
});

it('explains in the log what Active Directory adds, and nothing else', () => {
  const said =
    '80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data 775, v4563';
  expect(readBindError(new InvalidCredentialsError(said))).toEqual({
    kind: 'refused',
    why: 'the account is locked',
  });
});
