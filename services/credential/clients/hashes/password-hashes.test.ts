import { beforeAll, describe, expect, it } from 'vitest';
import { readPasswordHash } from '../../core/password-hash.js';
import type { PasswordHashes } from '../../ports.js';
import { passwordHashes } from './password-hashes.js';

/** Hashes of `Correct-Horse-7`, made by libxcrypt, OpenSSL, Python's hashlib, slapd and doveadm. */
const HASHES = String.raw`
{SSHA}4yzETtWwgXclEkIOscAgN7DuaD5hYmNk
{SSHA256.hex}9c6c592ddbaa09529c99f54887399a10fb27b6fe7b5c4b10dfd2b5a2bf26b8033132333435363738
{SSHA256}fffofdvgfjRhdZGTGSQoL0N6UN6EQHgXTRi2U9/JHbJYLYti
{SSHA512}+l78/zKl6p9jtTinunLQAc1cF8Ri/fHz0whIlfNVyFnFW9yGAoUZnJkqL5AYW1chiyIPI1WdWYyvcldkajDYqJWzAL8=
{SSHA384}X//zrSUBxC+or1XhMAapa7T3TZpbc8o9iWYfsHywzS3OeiLNxpIPar47WTyg9TeoYWJjZDEyMzQ=
{SHA384}biD5BD/olak6ULLJ99s6vqtSH+CbTtcc1ncrvNOGPyQd0bNOgxzxnvzojSM7F1u0
{CRYPT.b64}JDUkYWJjZGVmZ2gkUDRTdXdBZi93TGpLbEFYNHFGdktvWUtRcHYxdXlYbDZHR1pwcFlFYnZlOQ==
{SHA256-CRYPT.HEX}243524616263646566676824503453757741662f774c6a4b6c4158347146764b6f594b517076317579586c3647475a7070594562766539
{ssha512.b64}EEiU94iQZKt20c5HXLk2brcUhjZQzqgcMaoEGu1Ub8BTgzrsMepMrUw21Ua41fjaXdYvmdg14XF7vxUtSCcwBGFiY2QxMjM0
{SMD5}bgAp7MrgjXI+skDO6VstsmFiY2Q=
{SHA}TLspgFVGAV7yl/kwgQgTK0CCpa0=
{SHA512.hex}d88827e8fd6391eefd06df890394a68e81b13163513ac32b598493d06e6f34a082debf4a1cd15bf9d6975728a7237efa0156886751215c258b52b78e417589a2
{SHA256}FCRTjNDR/ryqIuPS5oLaDnWLia8av+d1lmzwalZ+FqY=
{PLAIN-MD5}ebf2ab53747a2240becb504eecd6d767
{LDAP-MD5}6/KrU3R6IkC+y1BO7NbXZw==
{MD5}6/KrU3R6IkC+y1BO7NbXZw==
{MD5}$1$abcdefgh$kZes7grFcx9h1XLdOZ8LE1
{MD5-CRYPT}$1$abcdefgh$kZes7grFcx9h1XLdOZ8LE1
$1$abcdefgh$kZes7grFcx9h1XLdOZ8LE1
$1$$/ACWDr2J..OVSwCcdoL4A.
$apr1$abcdefgh$9yulGBSXiqaNw5sX8GIRv0
$5$abcdefgh$P4SuwAf/wLjKlAX4qFvKoYKQpv1uyXl6GGZppYEbve9
{SHA256-CRYPT}$5$rounds=1000$salt$GvSKX.HNqVHooSNAV2pTwLepC/WME8OhuSkBfubP6o3
{crypt}$y$j9T$abcdefghijklmnop$6.46WUwOBiVsljClT7VzEjkeVL8aU4sOGcWzpvnxY77
$y$j75$LdJMENpBABJJ3hIHjB1Bi.$yFKfUfp0ySrpqy00HX05/lMtySlbfHsGTRpS45QVM0C
$7$CU..../....SodiumChloride$iJu32Q5HXJvJaUJnZvWmKb5VWn9Mh8yEw8TzROBKBq9
$2b$05$abcdefghijklmnopqrstuuprk/rqhgcPTYTHLq52sX1mIsVNYyi5u
{PBKDF2-SHA512}10000$ACsU2AtkiVk$jtoMTJSI7hvnRaTwkZ1XWnctkxUO6zXOyYRk+pxJ0E8jHNm2R3VW4A0N5g4QsYyN4s/kDmZ+YwqmMQFRHKtXnQ
{PBKDF2}1000$c2FsdHNhbHRzYWx0c2FsdA$H0wdYV55stj7JcuHiRAbMMIlou8
{PBKDF2}$1$cTyQyEHtnJJ8aCtX$500$8d93742f0194e4a9ce4d6a522e6a84758a75d397
$pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0c2FsdA$BQDgfFuFP4tpEschAevrvV214YAZS.wVR8XHpm5935F32aX1nOiS85rUB5fVjBIBrigrzIQlbyq.WHwr7Q2TTQ
pbkdf2_sha256$1000$salt$RKX4PvFY9blw53BAziKgyYSQFXpvw4KCYOQngBVuSIk=
{PBKDF2_SHA256}AAAD6AABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj9IsYOfM3NiT5078A+6POkujZX+OBa979aaZCWBN9tFHY88zNa3KGQRaVdNznheRVW9IKnSQCZBntL2PUVz4aMBCalk6EmfmVuNIrht4AudU7GLf6GgJj46h1K8h6dRUxaDK6XqLviy05spU9edcOIMwMoNsDvqNQQT6Ts+5vXy24/AcWKTb00as/y0bYqLSWhYSjdgjm+V5v6BJVI9eLO1mWQiS0qEV7OgKxnPnwujj+Pg2BOiHzpRPgeLA4QQhveHzOUjhLTX8e2/H3T4IwUXcCH/NVnkNDEreA/mIMV/BSKq8l+B0cXNsq6wMJc+GAuYK9zveBtdEk3w285k59Se
{SCRAM-SHA-256}2000,c29tZXNhbHQ=,flHjSOJREBO5rSuKdncVAmPQ8boSJshyg7zqMIY2tbs=,I/WIS5wIhyf9nX+lZuzJxqy+Q435Z292olUgcK1sHpg=
`;

let hashes: PasswordHashes;
const call = () => ({
  deadline: performance.now() + 30_000,
  signal: new AbortController().signal,
});

beforeAll(async () => {
  hashes = await passwordHashes({ parameters: { memoryKib: 64, passes: 1, lanes: 1 }, atOnce: 2 });
});

describe('hashes of other systems', () => {
  it.each(HASHES.trim().split('\n'))('%s', async (text) => {
    const read = readPasswordHash(text);
    if ('refused' in read) throw new Error(read.refused);
    const matches = (typed: string) =>
      hashes.matches({ hash: read.text, password: Buffer.from(typed) }, call());
    expect(await matches('Correct-Horse-7')).toBe(true);
    expect(await matches('Correct-Horse-8')).toBe(false);
    // The stored form is read again at each login.
    expect(readPasswordHash(read.text)).toEqual(read);
    expect(hashes.isCurrent(read.text)).toBe(false);
  });

  it('verifies argon2 hashes of OpenLDAP and Dovecot, also with other parameters', async () => {
    const made = await hashes.hash(Buffer.from('Correct-Horse-7'), call());
    for (const tag of ['', '{ARGON2}', '{ARGON2ID}']) {
      const read = readPasswordHash(`${tag}${made}`);
      expect(read).toMatchObject({ scheme: 'argon2id', text: made });
    }
  });
});

it('costly hashes delay nobody else', async () => {
  // Each takes half a second, longer than any other domain waits.
  const costly = readPasswordHash('$2b$13$abcdefghijklmnopqrstuuprk/rqhgcPTYTHLq52sX1mIsVNYyi5u');
  const cheap = readPasswordHash('{SSHA}4yzETtWwgXclEkIOscAgN7DuaD5hYmNk');
  if ('refused' in costly || 'refused' in cheap) throw new Error('refused');
  const password = Buffer.from('Correct-Horse-7');
  const order: string[] = [];
  const noisy = Array.from({ length: 3 }, async () => {
    const share = { domain: 'noisy.tld', frontEnd: '' };
    await hashes.matches({ hash: costly.text, password, share }, call());
    order.push('noisy');
  });
  const quiet = Array.from({ length: 5 }, async () => {
    const share = { domain: 'quiet.tld', frontEnd: '' };
    await hashes.matches({ hash: cheap.text, password, share }, call());
    order.push('quiet');
  });
  await Promise.all([...noisy, ...quiet]);
  expect(order.slice(0, 5)).toEqual(Array(5).fill('quiet'));
});
