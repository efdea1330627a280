import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMetadata } from './read-metadata.js';

const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';
const COUNT = 3000;
let folder: string;
let path: string;

/** A federation of some MiB: providers and others, in two levels, with prefixes declared at the top. */
function federation(): string {
  const entity = (n: number) => {
    const role = n % 3 === 0 ? 'SPSSODescriptor' : 'IDPSSODescriptor';
    const name = `<md:Extensions><ui:DisplayName xml:lang="en">A &amp; B &lt;${n}&gt; "x"</ui:DisplayName></md:Extensions>`;
    return `<md:EntityDescriptor entityID="https://idp${n}.example/?a=1&amp;b=${n}"><md:${role}>${name}${'<!-- -->'.repeat(50)}</md:${role}></md:EntityDescriptor>`;
  };
  const all = Array.from({ length: COUNT }, (_, n) => entity(n));
  const inner = `<md:EntitiesDescriptor validUntil="2026-12-01T00:00:00Z">${all.slice(1000).join('\n')}</md:EntitiesDescriptor>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<md:EntitiesDescriptor xmlns:md="${MD}" xmlns:ui="urn:x:ui" Name="f">${all.slice(0, 1000).join('\n')}${inner}</md:EntitiesDescriptor>`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'federation-'));
  path = join(folder, 'federation.xml');
  writeFileSync(path, federation());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wanted = (entityId: string, signedBy = '') => readMetadata(path, { entityId, signedBy });

it('extracts one entity from a federation, with its enclosing elements', async () => {
  const id = 'https://idp2000.example/?a=1&b=2000';
  const taken = `${await wanted(id)}`;
  expect(taken.length).toBeLessThan(2000);
  expect(taken).toContain('entityID="https://idp2000.example/?a=1&amp;b=2000"');
  expect(taken).toContain('A &amp; B &lt;2000&gt;');
  expect(taken).toMatch(/^<md:EntitiesDescriptor xmlns:md=.*xmlns:ui="urn:x:ui" Name="f">/);
  expect(taken).toContain('<md:EntitiesDescriptor validUntil="2026-12-01T00:00:00Z">');
  expect(taken).toMatch(/<\/md:EntitiesDescriptor><\/md:EntitiesDescriptor>$/);
  expect(taken.match(/<md:EntityDescriptor/g)).toHaveLength(1);
});

it('lists the providers if none, or another one, is named', async () => {
  for (const id of ['', 'https://nobody.example']) {
    const error = await wanted(id).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exit: 2 });
    const [first, ...listed] = (error as Error).message.split('\n');
    expect(first).toContain('holds 2000 identity providers');
    expect(first).toContain('--entity-id');
    expect([listed.length, listed[0]]).toEqual([2000, 'https://idp1.example/?a=1&b=1']);
  }
});

it('does not pretend to verify a signature over a whole federation', async () => {
  await expect(wanted('https://idp1.example/?a=1&b=1', 'pem')).rejects.toThrow('xmlsec1');
});

it('passes on a small document unchanged, and refuses other text', async () => {
  const small = join(folder, 'small.xml');
  writeFileSync(small, '<anything/>');
  expect(`${await readMetadata(small, { entityId: 'x', signedBy: 'pem' })}`).toBe('<anything/>');
  const nothing = join(folder, 'none');
  await expect(readMetadata(nothing, { entityId: '', signedBy: '' })).rejects.toThrow('ENOENT');
  for (const text of [`<!DOCTYPE x>${federation()}`, `${federation()}<`, 'x'.repeat(2 ** 21)]) {
    writeFileSync(small, text);
    const read = readMetadata(small, { entityId: 'https://nobody.example', signedBy: '' });
    await expect(read).rejects.toMatchObject({ exit: 2 });
  }
});
