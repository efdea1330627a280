import { expect, it } from 'vitest';
import { matrixOf } from '../../../libs/policy/matrix/matrix-of.js';
import { mustCompile } from '../../../libs/policy/testing/compile-text.js';
import { matrixPage } from './matrix-page.js';

const POLICY = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: "<script>alert(1)</script>", from: [office], require: password }
  - { name: web, services: [WebUI], require: password + otp }
  - { name: closed, deny: "Not \\"here\\" & now" }
`;

it('is one self-contained page, and escapes names', () => {
  const policy = mustCompile(POLICY).get('a.tld')?.compiled;
  if (policy === undefined) throw new Error('not compiled');
  const page = matrixPage(matrixOf(policy));
  expect(page).not.toMatch(/<script|https?:|src=|href=|url\(|@import/);
  expect(page).toContain('&#60;script&#62;alert(1)');
  expect(page).toContain('Not &#34;here&#34; &#38; now');
  expect(page).toMatch(/<td class="weak">password</);
  expect(page).toMatch(/<td class="strong">password \+ otp<small>web/);
  expect(page).toMatch(/<td class="closed">/);
});
