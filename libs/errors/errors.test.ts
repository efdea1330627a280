import { expect, it } from 'vitest';
import { GatepostError, invalidArguments, toGatepostError, unavailable } from './index.js';

it('keeps the cause out of everything public', () => {
  const error = unavailable(
    'the directory cannot be reached',
    new Error('bind dn=cn=svc pw=hunter2'),
  );
  expect(error.cause).toBeInstanceOf(Error);
  expect(JSON.stringify(error)).not.toContain('hunter2');
  expect(error.message).toBe('the directory cannot be reached');
});

it('names every field in the message and as violations', () => {
  const violations = [
    { field: 'account', description: 'has no @' },
    { field: 'client_ip', description: 'is not an address' },
  ];
  const error = invalidArguments(violations);
  expect(error.code).toBe('INVALID_ARGUMENT');
  expect(error.message).toBe('account: has no @; client_ip: is not an address');
  expect(error.violations).toEqual(violations);
});

it('turns whatever was thrown into a neutral INTERNAL, and leaves its own errors alone', () => {
  const own = new GatepostError('ABORTED', 'changed meanwhile');
  expect(toGatepostError(own)).toBe(own);
  for (const thrown of [new Error('relation "x" does not exist'), 'text', undefined, null]) {
    const error = toGatepostError(thrown);
    expect(error.code).toBe('INTERNAL');
    expect(error.message).toBe('internal error');
    expect(error.cause).toBe(thrown);
  }
});
