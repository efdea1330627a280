import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Secret } from '../config/index.js';
import { unavailable } from '../errors/index.js';
import { noteDecision, withTrace } from '../telemetry/index.js';
import { createLog, type LogLevel } from './index.js';
import { readableLines } from './readable-lines.js';

function capture(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service: 'policy', level, destination });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') };
}

const CANARY = 'hunter2';

/** A login as it stands in memory: generated names, wire names and headers, at several depths. */
const request = {
  account: 'anna@a.tld',
  password: Buffer.from(CANARY),
  passwordVerified: true,
  secondFactor: { $case: 'otpCode', otpCode: CANARY, recovery_code: CANARY },
  device_token: CANARY,
  deviceToken: { bytes: CANARY },
  tickets: [CANARY],
  samlResponse: CANARY,
  relay_state: CANARY,
  loginTicket: CANARY,
  metadata: { headers: [{ Authorization: CANARY, 'Set-Cookie': CANARY, 'x-api-key': CANARY }] },
  totp: { secret: CANARY, 'private-key': CANARY },
  key: new Secret(Buffer.from(CANARY)),
  raw: new TextEncoder().encode(CANARY),
  ldap: new Map([['bindPassword', CANARY]]),
  code: 123456,
};

it('leaks no secret of a request, wherever it is nested', () => {
  const { log, lines } = capture();
  log.info('login', request);
  log.info('login', { request });
  log.child({ request }).warn('login', { error: Object.assign(new Error('x'), { request }) });
  const cause = Object.assign(new Error('bind failed'), { detail: CANARY, parameters: [CANARY] });
  log.error('could not decide', { error: unavailable('directory', cause) });
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toContain(CANARY);
  expect(lines.join()).not.toContain(Buffer.from(CANARY).toString('base64'));
  expect(lines[0]).toContain('"passwordVerified":true');
  expect(lines[0]).toContain('anna@a.tld');
});

it('tells an error with its causes', () => {
  const { log, last } = capture();
  log.error('x', { error: unavailable('down', new Error('connect ECONNREFUSED')) });
  expect(last().error).toMatchObject({
    type: 'GatepostError',
    code: 'UNAVAILABLE',
    message: 'down',
    cause: { message: 'connect ECONNREFUSED' },
  });
});

it('puts the trace on each line of a request', () => {
  const { log, last } = capture();
  withTrace({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: false }, () => {
    log.child({ caller: 'webmail' }).info('served');
  });
  expect(last()).toMatchObject({ trace_id: 'a'.repeat(32), caller: 'webmail', service: 'policy' });
});

it('names the login on each line of its request, and on no other', () => {
  const { log, last } = capture();
  const trace = (digit: string) => {
    return { traceId: digit.repeat(32), spanId: 'b'.repeat(16), sampled: false };
  };
  withTrace(trace('a'), () => {
    noteDecision('0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c10');
    log.info('asked');
  });
  expect(last()).toMatchObject({ decision_id: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c10' });
  withTrace(trace('c'), () => log.info('asked'));
  expect(last()).not.toHaveProperty('decision_id');
});

it('keeps to its level', () => {
  const { log, lines } = capture('warn');
  log.info('no');
  log.child({}).debug('no');
  log.warn('yes');
  expect(lines).toHaveLength(1);
});

it('survives anything it is given: cycles, huge, strange', () => {
  const { log, lines } = capture();
  const cycle: Record<string, unknown> = { big: 10n, text: 'x'.repeat(1e6), f: () => 1 };
  cycle.self = cycle;
  cycle.twins = Array.from({ length: 50 }, () => cycle);
  log.info('cycle', cycle);
  expect(lines[0]?.length).toBeLessThan(200_000);
  log.info('throws', {
    get text() {
      throw new Error('no');
    },
  });
  fc.assert(fc.property(fc.object({ withBigInt: true, withDate: true }), (o) => log.info('x', o)));
});

it('writes lines for a person where a person reads', () => {
  const out: string[] = [];
  const destination = readableLines({ write: (text) => out.push(text) });
  createLog({ service: 'otp', level: 'info', destination }).info('listening', { port: 1 });
  expect(out[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}otp: listening \{"port":1\}\n$/);
});

it('says on every line which replica it is of', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service: 'otp', replica: 'otp-2', level: 'info', destination });
  log.info('listening');
  log.child({ port: 1 }).info('serving');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ service: 'otp', replica: 'otp-2' });
});
