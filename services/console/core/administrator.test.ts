import { expect, it } from 'vitest';
import { mayChange, mayHelp, reaches } from './administrator.js';

it('an administrator of one domain sees its pages and no others; an operator sees all', () => {
  expect(reaches({ domain: 'a.tld' }, 'a.tld')).toBe(true);
  expect(reaches({ domain: 'a.tld' }, 'b.tld')).toBe(false);
  expect(reaches({ domain: 'a.tld' }, '*')).toBe(false);
  expect(reaches({ domain: '*' }, 'b.tld')).toBe(true);
});

it('a role is offered only what it may do', () => {
  const of = (role: 'auditors' | 'help-desk' | 'full' | 'operator') => [
    mayHelp({ role }),
    mayChange({ role }),
  ];
  expect(of('auditors')).toEqual([false, false]);
  expect(of('help-desk')).toEqual([true, false]);
  expect(of('full')).toEqual([true, true]);
  expect(of('operator')).toEqual([true, true]);
});
