import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAuthenticatorApp, STEP_MS } from './authenticator-app.js';
import { phoneShows } from './desk-site.js';

it('luca’s phone shows no code that the demo’s own logins may have used', () => {
  const app = createAuthenticatorApp(randomBytes(20), 'luca');
  const played = 100 * STEP_MS + 5_000;
  expect(phoneShows(app, played, played)).toBe('a new one in 25 s');
  expect(phoneShows(app, 101 * STEP_MS - 1, played)).toBe('a new one in 1 s');
  expect(phoneShows(app, 101 * STEP_MS, played)).toBe(app.codeAt(101 * STEP_MS));
});
