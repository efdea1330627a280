import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS, type CodeParameters, PERIODS } from '../../services/otp/core/authenticator.js';
import { decodeBase32 } from '../../services/otp/core/base32.js';
import { formatOtpauthUri } from '../../services/otp/core/format-otpauth-uri.js';
import { codeAt, matchingSteps, stepAt } from '../../services/otp/core/totp.js';

/** The codes of `count` steps from `now` on, by Debian's oathtool. */
function oathtool(options: {
  base32: string;
  parameters: CodeParameters;
  now: number;
  count: number;
}): string[] {
  const { base32, parameters, now, count } = options;
  const output = execFileSync(
    'oathtool',
    [
      `--totp=${parameters.algorithm}`,
      `--digits=${parameters.digits}`,
      `--time-step-size=${parameters.period}s`,
      `--now=${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
      `--window=${count - 1}`,
      '--base32',
      '-',
    ],
    { input: base32, encoding: 'utf8' },
  );
  return output.trim().split('\n');
}

/** Whether oathtool accepts `code` for the secret at `now`, or one step earlier or later. */
function oathtoolTakes(options: {
  base32: string;
  parameters: CodeParameters;
  now: number;
  code: string;
}): boolean {
  const { base32, parameters, now, code } = options;
  try {
    execFileSync(
      'oathtool',
      [
        `--totp=${parameters.algorithm}`,
        `--digits=${parameters.digits}`,
        `--time-step-size=${parameters.period}s`,
        `--now=${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
        '--window=1',
        '--base32',
        base32,
        code,
      ],
      { stdio: 'pipe' },
    );
    return true;
  } catch {
    return false;
  }
}

/** The base32 secret in an authenticator's URI, as an app reads it. */
function scanned(secret: Buffer, parameters: CodeParameters): string {
  const uri = formatOtpauthUri({ secret, issuer: 'Example', account: 'luca@a.tld', parameters });
  return new URL(uri).searchParams.get('secret') ?? '';
}

const SECRET_OCTETS = { sha1: 20, sha256: 32, sha512: 64 };
const times = ['2009-02-13T23:31:30Z', '2026-11-01T12:00:29Z', '2038-01-19T03:14:08Z'];
const secretOf = (octets: number) =>
  createHash('sha512').update(`secret of ${octets}`).digest().subarray(0, octets);

const combinations = ALGORITHMS.flatMap((algorithm) =>
  ([6, 8] as const).flatMap((digits) =>
    PERIODS.map((period): CodeParameters => ({ algorithm, digits, period })),
  ),
);

describe.each(combinations)('$algorithm, $digits digits, $period s', (parameters) => {
  const secret = secretOf(SECRET_OCTETS[parameters.algorithm]);
  const base32 = scanned(secret, parameters);

  it('makes the codes that oathtool makes, and takes its codes', () => {
    expect(decodeBase32(base32)).toEqual(secret);
    for (const time of times) {
      const now = Date.parse(time);
      const step = stepAt(now, parameters.period);
      const codes = oathtool({ base32, parameters, now, count: 5 });
      expect(codes.map((_, n) => codeAt(secret, step + n, parameters))).toEqual(codes);
      const taken = codes.map((code) => matchingSteps({ secret, parameters, code, now }));
      expect(taken.slice(0, 2)).toEqual([[step], [step + 1]]);
      expect(taken.slice(2)).toEqual([[], [], []]);
    }
  });

  it('makes codes that oathtool takes', () => {
    const now = Date.parse(times[1] ?? '');
    const step = stepAt(now, parameters.period);
    const takes = (steps: number) =>
      oathtoolTakes({ base32, parameters, now, code: codeAt(secret, step + steps, parameters) });
    expect([0, 1, 4].map(takes)).toEqual([true, true, false]);
  });
});

it.each(ALGORITHMS)('makes ten digits that end in the eight of oathtool, with %s', (algorithm) => {
  // oathtool prints at most 8 digits. More digits are more of the same number (RFC 4226 section 5.3).
  const secret = secretOf(SECRET_OCTETS[algorithm]);
  const eight: CodeParameters = { algorithm, digits: 8, period: 30 };
  const base32 = scanned(secret, eight);
  const now = Date.parse(times[1] ?? '');
  const step = stepAt(now, 30);
  for (const [n, code] of oathtool({ base32, parameters: eight, now, count: 50 }).entries()) {
    const ten = codeAt(secret, step + n, { ...eight, digits: 10 });
    expect(ten).toMatch(/^[012]\d{9}$/);
    expect(ten.slice(2)).toBe(code);
  }
});

it('agrees on secrets of any length that may be imported', () => {
  const parameters: CodeParameters = { algorithm: 'sha1', digits: 6, period: 30 };
  const now = Date.parse(times[1] ?? '');
  for (const octets of [10, 11, 13, 16, 26, 35, 63, 64]) {
    const secret = secretOf(octets);
    const [code] = oathtool({ base32: scanned(secret, parameters), parameters, now, count: 1 });
    expect(codeAt(secret, stepAt(now, 30), parameters)).toBe(code);
  }
});
