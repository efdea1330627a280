import { XmlDocument } from 'libxml2-wasm';
import { expect, it } from 'vitest';
import { writeAppleProfile, writeAutoconfig } from './mail-settings.js';

const servers = {
  imap: { host: 'imap.a.tld', port: 993, starttls: false },
  smtp: { host: 'smtp.a.tld', port: 587, starttls: true },
};
const HOSTILE = `</string><key>x</key>]]>"'&`;

it('tells Thunderbird of each server, and of no other', () => {
  const xml = writeAutoconfig('a.tld', HOSTILE, servers);
  const document = XmlDocument.fromString(xml);
  const text = (path: string) => document.get(path)?.content;
  expect(text('/clientConfig/emailProvider/displayName')).toBe(HOSTILE);
  expect(text('//incomingServer[@type="imap"]/hostname')).toBe('imap.a.tld');
  expect(text('//incomingServer[@type="imap"]/socketType')).toBe('SSL');
  expect(text('//outgoingServer/socketType')).toBe('STARTTLS');
  expect(document.find('//incomingServer')).toHaveLength(1);
});

it('tells Apple of one account, with the password only where it is wanted', () => {
  const ids = ['outer', 'inner'] as const;
  const account = 'luca@a.tld';
  const read = (password: string | undefined) => {
    const profile = { account, name: HOSTILE, servers, password, ids };
    const document = XmlDocument.fromString(writeAppleProfile(profile) ?? '');
    return (key: string) => document.get(`//key[text()="${key}"]/following-sibling::*[1]`)?.content;
  };
  const [without, having] = [read(undefined), read(`<&"'`)];
  expect(without('EmailAccountDescription')).toBe(HOSTILE);
  expect(without('IncomingMailServerPortNumber')).toBe('993');
  expect(without('IncomingPassword')).toBeUndefined();
  expect(having('IncomingPassword')).toBe(`<&"'`);
  expect(having('OutgoingPassword')).toBe(`<&"'`);
  const profile = { account, name: 'A', password: undefined, ids };
  expect(writeAppleProfile({ ...profile, servers: { imap: servers.imap } })).toBeUndefined();
});
