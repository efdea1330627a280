import { expect, it } from 'vitest';
import { createAuthenticatorApp } from './authenticator-app.js';

it('shows the codes of RFC 6238, appendix B', () => {
  const app = createAuthenticatorApp(Buffer.from('12345678901234567890'), 'x');
  const shown = [59, 1111111109, 1234567890, 20000000000].map((s) => app.codeAt(s * 1000));
  expect(shown).toEqual(['287082', '081804', '005924', '353130']);
  expect(app.otpauthUri).toContain('secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
