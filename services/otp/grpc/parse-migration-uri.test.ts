import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { isMigrationUri, parseMigrationUri } from './parse-migration-uri.js';

interface Entry {
  readonly secret?: Buffer;
  readonly name?: string;
  readonly issuer?: string;
  readonly algorithm?: number;
  readonly digits?: number;
  readonly type?: number;
}

const SECRET = Buffer.from('12345678901234567890');

function exportOf(...entries: Entry[]): string {
  const payload = new BinaryWriter();
  for (const { secret = SECRET, name = '', issuer = '', ...rest } of entries) {
    const { algorithm = 1, digits = 1, type = 2 } = rest;
    const entry = new BinaryWriter();
    entry.uint32(10).bytes(secret).uint32(18).string(name).uint32(26).string(issuer);
    entry.uint32(32).int32(algorithm).uint32(40).int32(digits).uint32(48).int32(type);
    payload.uint32(10).bytes(entry.finish());
  }
  payload.uint32(16).int32(1).uint32(24).int32(1);
  const data = Buffer.from(payload.finish()).toString('base64');
  return `otpauth-migration://offline?data=${encodeURIComponent(data)}`;
}

const parse = (text: string, wanted = '') =>
  parseMigrationUri(text, { account: 'luca@a.tld', wanted });

describe('an export of Google Authenticator', () => {
  it('is read as the app writes it', () => {
    const text =
      'otpauth-migration://offline?data=CikKFEhlbGxvId6tvu9IZWxsbyHerb7vEgVFeDpsdRoCRXggASgBMAIQARgBIAA%3D';
    expect(isMigrationUri(text)).toBe(true);
    expect(parse(text)).toEqual({
      ok: true,
      value: {
        secret: Buffer.from('48656c6c6f21deadbeef48656c6c6f21deadbeef', 'hex'),
        parameters: { algorithm: 'sha1', digits: 6, period: 30 },
        label: 'Ex: lu',
      },
    });
  });

  it('picks the entry of the account, or the named one', () => {
    const others = [
      { name: 'luca', issuer: 'Forge' },
      { name: 'x@b.tld', digits: 2, algorithm: 2 },
    ];
    const text = exportOf(...others, { name: 'Mail:Luca@A.tld', issuer: 'Mail' });
    expect(parse(text)).toMatchObject({ ok: true, value: { label: 'Mail: Luca@A.tld' } });
    expect(parse(text, 'x@b.tld')).toMatchObject({
      value: { parameters: { algorithm: 'sha256', digits: 8 } },
    });
    const refused = parse(exportOf(...others));
    expect(refused).toEqual({
      ok: false,
      reason: 'holds 2 entries: name one of "Forge: luca", "x@b.tld"',
    });
  });

  it.each([
    ['otpauth-migration://offline?data=', 'not a migration export'],
    ['otpauth-migration://offline?data=AAAA', 'not a migration export'],
    ['otpauth-migration://offline', 'not a migration export'],
    [exportOf({ type: 1 }), 'type totp'],
    [exportOf({ algorithm: 4 }), 'algorithm'],
    [exportOf({ secret: Buffer.alloc(9) }), 'too short'],
  ])('%s is refused', (text, why) => {
    const parsed = parse(text);
    expect(parsed.ok ? '' : parsed.reason).toContain(why);
  });
});
