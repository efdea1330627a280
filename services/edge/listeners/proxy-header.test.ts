import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readProxyHeader } from './proxy-header.js';

const V2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const v1 = (line: string) => Buffer.from(`${line}\r\n`, 'latin1');
const v2 = (command: number, family: number, addresses: Buffer, tail = 0) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(addresses.length + tail);
  const body = Buffer.concat([addresses, Buffer.alloc(tail, 4)]);
  return Buffer.concat([V2, Buffer.from([command, family]), length, body]);
};
const IPV4 = Buffer.from([203, 0, 113, 9, 10, 0, 0, 1, 0, 80, 1, 187]);
const IPV6 = Buffer.concat([
  Buffer.from('20010db8000000000000000000000009', 'hex'),
  Buffer.alloc(20),
]);
const MAPPED = Buffer.concat([
  Buffer.from('00000000000000000000ffffcb007109', 'hex'),
  Buffer.alloc(20),
]);

it.each([
  ['v1, IPv4', v1('PROXY TCP4 203.0.113.9 10.0.0.1 56324 443'), '203.0.113.9'],
  ['v1, IPv6', v1('PROXY TCP6 2001:db8::9 ::1 56324 443'), '2001:db8::9'],
  ['v1, mapped', v1('PROXY TCP6 ::ffff:203.0.113.9 ::1 1 2'), '203.0.113.9'],
  ['v1, unknown', v1('PROXY UNKNOWN'), undefined],
  ['v2, IPv4', v2(0x21, 0x11, IPV4), '203.0.113.9'],
  ['v2, IPv4 with TLVs', v2(0x21, 0x11, IPV4, 7), '203.0.113.9'],
  ['v2, IPv6', v2(0x21, 0x21, IPV6), '2001:db8::9'],
  ['v2, mapped', v2(0x21, 0x21, MAPPED), '203.0.113.9'],
  ['v1, the highest port', v1('PROXY TCP4 203.0.113.9 10.0.0.1 65535 0'), '203.0.113.9'],
  ['v2, local', v2(0x20, 0x00, Buffer.alloc(0)), undefined],
  ['v2, local, and an address all the same', v2(0x20, 0x11, IPV4), undefined],
  ['v2, local, with TLVs and no address', v2(0x20, 0x00, Buffer.alloc(0), 7), undefined],
  ['v2, local, of another family', v2(0x20, 0x31, Buffer.alloc(3)), undefined],
])('%s: read whole, however it is cut', (_, bytes, address) => {
  const rest = Buffer.from('GET / HTTP/1.1');
  const header = { kind: 'header', address, length: bytes.length };
  expect(readProxyHeader(Buffer.concat([bytes, rest]))).toEqual(header);
  for (let n = 0; n < bytes.length; n += 1) {
    expect(readProxyHeader(bytes.subarray(0, n)).kind, `${n}`).toBe('incomplete');
  }
});

it.each([
  ['HTTP', v1('GET / HTTP/1.1')],
  ['no address', v1('PROXY TCP4 nobody 10.0.0.1 1 2')],
  ['octal', v1('PROXY TCP4 010.0.0.1 10.0.0.1 1 2')],
  ['the other family', v1('PROXY TCP4 ::1 ::1 1 2')],
  ['lower case', v1('proxy tcp4 203.0.113.9 10.0.0.1 1 2')],
  ['no port there is', v1('PROXY TCP4 203.0.113.9 10.0.0.1 99999 443')],
  ['nor there', v1('PROXY TCP4 203.0.113.9 10.0.0.1 56324 65536')],
  ['a port with zeros before it', v1('PROXY TCP4 203.0.113.9 10.0.0.1 056324 443')],
  ['a port less than none', v1('PROXY TCP4 203.0.113.9 10.0.0.1 -1 443')],
  ['no ports', v1('PROXY TCP4 203.0.113.9 10.0.0.1')],
  ['something after the ports', v1('PROXY TCP4 203.0.113.9 10.0.0.1 1 2 x')],
  ['two spaces', v1('PROXY TCP4  203.0.113.9 10.0.0.1 1 2')],
  ['a tab', v1('PROXY TCP4\t203.0.113.9 10.0.0.1 1 2')],
  ['a line that ends twice', v1('PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r')],
  ['nowhere to', v1('PROXY TCP4 203.0.113.9 nowhere 1 2')],
  ['one family to the other', v1('PROXY TCP6 2001:db8::9 10.0.0.1 1 2')],
  ['a zone', v1('PROXY TCP6 fe80::1%eth0 ::1 1 2')],
  ['UDP', v1('PROXY UDP4 203.0.113.9 10.0.0.1 1 2')],
  ['version 2, of a command that is none', v2(0x22, 0x11, IPV4)],
  ['version 2, UDP', v2(0x21, 0x12, IPV4)],
  ['version 1 in the form of 2', v2(0x11, 0x11, IPV4)],
  ['longer than is read', v2(0x21, 0x11, IPV4, 4096)],
  ['too long', Buffer.from(`PROXY TCP4 ${'1'.repeat(120)}`)],
  ['version 3', v2(0x31, 0x11, IPV4)],
  ['a unix socket', v2(0x21, 0x31, Buffer.alloc(216))],
  ['too short for its family', v2(0x21, 0x21, IPV4)],
  ['unspecified', v2(0x21, 0x00, Buffer.alloc(0))],
])('%s is none', (_, bytes) => {
  expect(readProxyHeader(bytes).kind).toBe('wrong');
});

it('never fails, whatever bytes arrive', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      readProxyHeader(Buffer.from(bytes));
      readProxyHeader(Buffer.concat([V2, Buffer.from(bytes)]));
      readProxyHeader(Buffer.concat([Buffer.from('PROXY '), Buffer.from(bytes)]));
    }),
  );
});
