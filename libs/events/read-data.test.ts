import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineEvent } from './define-event.js';
import { readData } from './read-data.js';

const definition = defineEvent({
  type: 'gatepost.test.v1',
  title: 'A test was made.',
  data: z.strictObject({
    account: z.string(),
    used: z.array(z.strictObject({ id: z.string() })).optional(),
  }),
});

describe('the data of an event', () => {
  it('is read as it was written', () => {
    expect(readData(definition, { account: 'a@a.tld' })).toEqual({ account: 'a@a.tld' });
  });

  it('is read without the fields that a later version added', () => {
    const later = { account: 'a@a.tld', more: 1, used: [{ id: '1', kind: 'x' }, { id: '2' }] };
    expect(readData(definition, later)).toEqual({
      account: 'a@a.tld',
      used: [{ id: '1' }, { id: '2' }],
    });
  });

  it('is not read if this version would not write it', () => {
    expect(readData(definition, { account: 1, more: 1 })).toBeUndefined();
    expect(readData(definition, { more: 1 })).toBeUndefined();
    expect(readData(definition, null)).toBeUndefined();
  });
});
