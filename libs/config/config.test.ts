import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isOpenToOthers } from './fields.js';
import { address, duration, filePath, loadConfig, parseAddress, secretFile } from './index.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-config-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function load<S extends z.ZodType>(text: string, schema: S, warnings: string[] = []): z.output<S> {
  const file = join(dir, 'service.yaml');
  writeFileSync(file, text);
  return loadConfig(file, schema, (message) => warnings.push(message));
}

function problemsOf(text: string, schema: z.ZodType): string[] {
  try {
    load(text, schema);
  } catch (error) {
    return (error as Error).message.replaceAll(join(dir, 'service.yaml'), 'F').split('\n');
  }
  return [];
}

const schema = z.strictObject({
  listen: address(),
  timeout: duration(),
  tls: z.strictObject({ ca: filePath(), key: filePath() }),
  peers: z.array(z.strictObject({ name: z.string() })),
});

describe('loadConfig', () => {
  it('reports all errors at once, each with its line and column', () => {
    const text = [
      'listen: 127.0.0.1',
      'timeout: yes',
      'timout: 10s',
      'tls: { ca: ca.crt, kee: x }',
      'peers:',
      '  - name: a',
      '  - { name: 3, weight: 1 }',
    ].join('\n');
    expect(problemsOf(text, schema)).toEqual([
      'F:1:9: listen: must be host:port, such as 127.0.0.1:7101',
      'F:2:10: timeout: must be an integer and one of ms, s, m, h, d, such as 10s',
      'F:3:1: timout: unknown key',
      'F:4:6: tls.key: is required',
      'F:4:20: tls.kee: unknown key',
      'F:7:13: peers[1].name: Invalid input: expected string, received number',
      'F:7:16: peers[1].weight: unknown key',
    ]);
  });

  it.each([
    ['a duplicate key', 'timeout: 1s\ntimeout: 2s', 'F:2:1:'],
    ['broken YAML', 'listen: [', 'F:1:10:'],
    ['a second document', 'listen: a:1\n---\nlisten: b:2', 'F:2:1:'],
    ['an unknown tag', 'listen: !env PORT', 'F:1:9:'],
    ['an empty file', '', 'F:1:1: (document):'],
  ])('refuses %s', (_, text, start) => {
    expect(problemsOf(text, schema)[0]).toContain(start);
  });

  it('names the file that is missing', () => {
    expect(() => loadConfig(join(dir, 'none.yaml'), schema)).toThrow(/none\.yaml:1:1: .*ENOENT/);
  });

  it('refuses a schema that would drop unknown keys in silence', () => {
    const loose = z.strictObject({ a: z.array(z.object({ b: z.string() })).optional() });
    expect(() => load('{}', loose)).toThrow(/a\[\]: use z.strictObject/);
  });

  it('resolves paths against its own directory, not the working directory', () => {
    const text = 'listen: a:1\ntimeout: 2m\ntls: { ca: pki/ca.crt, key: /k }\npeers: []';
    const config = load(text, schema);
    expect(config.tls).toEqual({ ca: join(dir, 'pki/ca.crt'), key: '/k' });
    expect(config.timeout).toBe(120_000);
  });
});

describe('secretFile', () => {
  const secrets = z.strictObject({ key: secretFile() });
  const keep = (content: string, mode = 0o600) => {
    mkdirSync(join(dir, 'secrets'), { recursive: true });
    writeFileSync(join(dir, 'secrets/key'), content);
    chmodSync(join(dir, 'secrets/key'), mode);
  };

  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    ['hunter2\n\n', 'hunter2\n'],
    [' hunter2 ', ' hunter2 '],
  ])('reads %j as %j', (content, value) => {
    keep(content);
    expect(load('key: secrets/key', secrets).key.text()).toBe(value);
  });

  it('cannot be printed', () => {
    keep('hunter2');
    const config = load('key: secrets/key', secrets);
    const printed = [JSON.stringify(config), inspect(config, { depth: 9 }), String(config.key)];
    expect(printed.join()).not.toMatch(/hunter2|68 75 6e/);
  });

  it('warns of a secret that others may read, and only then', () => {
    const warnings: string[] = [];
    keep('hunter2');
    load('key: secrets/key', secrets, warnings);
    expect(warnings).toEqual([]);
    keep('hunter2', 0o640);
    load('key: secrets/key', secrets, warnings);
    expect(warnings).toEqual([expect.stringContaining('mode 0640')]);
  });

  it.each([
    ['of the reader', { mode: 0o600, uid: 65532 }, false],
    ['of the reader, for its group', { mode: 0o640, uid: 65532 }, true],
    ["of root, for the reader's group", { mode: 0o440, uid: 0 }, false],
    ['of root, for all', { mode: 0o444, uid: 0 }, true],
    ['of root, for a group that may write', { mode: 0o460, uid: 0 }, true],
    ['of somebody else, for a group', { mode: 0o440, uid: 1000 }, true],
  ])('a secret %s is open to others or not', (_, file, open) => {
    expect(isOpenToOthers(file, 65532)).toBe(open);
  });

  it.each(['', '\n'])('refuses the empty content %j', (content) => {
    keep(content);
    expect(problemsOf('key: secrets/key', secrets)[0]).toContain('F:1:6: key: is empty');
  });
});

it.each([
  ['127.0.0.1:7101', '127.0.0.1', 7101],
  ['[::1]:0', '::1', 0],
  ['policy.internal:443', 'policy.internal', 443],
])('parses the address %s', (text, host, port) => {
  expect(parseAddress(text)).toEqual({ host, port, text });
});

it.each([
  '127.0.0.1',
  ':80',
  '::1:80',
  '[::1]',
  '127.1:80',
  '1.2.3.4:65536',
  'a:-1',
  'a b:1',
  '[a]:1',
  'a:1x',
])('refuses the address %s', (text) => {
  expect(parseAddress(text)).toBeNull();
});
