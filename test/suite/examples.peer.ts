import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwardAuthPort } from '../../cli/up/installation/ports.js';
import { packageRoot } from '../../libs/config/index.js';
import { type Suite, startSuite } from './start-suite.js';

// Runs examples/authorize as the developer of a front-end would.

const DOCUMENT = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: the office, from: [office], require: password }
  - { name: webmail, services: [WebUI], require: password + otp }
enrolment: { from: [office] }
`;
const EXAMPLES = join(packageRoot, 'examples', 'authorize');
const PASSWORD = 'pässword with spaces';

let suite: Suite;
let folder: string;

beforeAll(async () => {
  suite = await startSuite();
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
  const fileOf = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  await operator(['policy', 'apply', fileOf('a.tld.yaml', DOCUMENT)]);
  await operator(['account', 'add', 'luca@a.tld', '--password-file', fileOf('password', PASSWORD)]);
});
afterAll(async () => {
  await suite?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number | null;
  readonly out: string;
}

function run(command: readonly string[], stdin: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  child.stdin.on('error', () => undefined).end(stdin);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, out }));
  });
}

async function operator(args: readonly string[]): Promise<void> {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  const { home } = suite.installation.layout;
  const { exit, out } = await run([process.execPath, main, ...args, '--home', home], '');
  expect(exit, out).toBe(0);
}

/** @throws Error that says how to get the program */
function demand(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
  } catch (error) {
    throw new Error(`${program} is needed: sh test/peers/install.sh`, { cause: error });
  }
}

function environment(): NodeJS.ProcessEnv {
  const { plan, secrets, tlsOf } = suite.installation;
  const portOf = (service: string) =>
    plan.replicas.find((replica) => replica.service === service)?.port ?? 0;
  const { ca, cert, key } = tlsOf('front-end', 'mail');
  return {
    GATEPOST_CA: ca,
    GATEPOST_CERT: cert,
    GATEPOST_KEY: key,
    GATEPOST_POLICY: `127.0.0.1:${portOf('policy')}`,
    GATEPOST_PROTO: join(packageRoot, 'proto'),
    GATEPOST_EDGE: `http://127.0.0.1:${forwardAuthPort(portOf('edge'))}`,
    GATEPOST_SECRET_FILE: secrets.forwardAuthSecret,
    PYTHONPATH: join(folder, 'python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

const LANGUAGES = {
  python: {
    prepare: () => {
      demand('/usr/bin/python3', ['-c', 'import grpc, google.protobuf']);
      demand('protoc', ['--version']);
      execFileSync('sh', [join(EXAMPLES, 'python/generate.sh'), join(folder, 'python')]);
      return ['/usr/bin/python3', join(EXAMPLES, 'python/authorize.py')];
    },
    undecided: 'GATEPOST_POLICY',
  },
  go: {
    prepare: () => {
      demand('go', ['version']);
      demand('protoc-gen-go', ['--version']);
      execFileSync('sh', [join(EXAMPLES, 'go/build.sh'), join(folder, 'go')]);
      return [join(folder, 'go', 'authorize')];
    },
    undecided: 'GATEPOST_POLICY',
  },
  php: {
    prepare: () => {
      demand('php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']);
      return ['php', join(EXAMPLES, 'php/authorize.php')];
    },
    undecided: 'GATEPOST_EDGE',
  },
  typescript: {
    prepare: () => {
      execFileSync('sh', [join(EXAMPLES, 'typescript/build.sh')]);
      return [process.execPath, join(EXAMPLES, 'typescript/build/authorize.js')];
    },
    undecided: 'GATEPOST_POLICY',
  },
} as const;

describe.each(Object.entries(LANGUAGES))('in %s', (_name, { prepare, undecided }) => {
  let command: readonly string[];
  beforeAll(() => {
    command = prepare();
  });
  const ask = (args: readonly string[], password = PASSWORD, env: NodeJS.ProcessEnv = {}) =>
    run([...command, ...args], `${password}\n`, { ...environment(), ...env });

  it('is told ALLOW, CHALLENGE and DENY', async () => {
    expect(await ask(['luca@a.tld', 'WebUI', '203.0.113.5'])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('ALLOW'),
    });
    expect(await ask(['luca@a.tld', 'Dav', '203.0.113.5'], 'wrong')).toMatchObject({
      exit: 3,
      out: expect.stringContaining('DENY BAD_CREDENTIALS'),
    });
    expect(await ask(['luca@a.tld', 'Dav', '198.51.100.7'])).toMatchObject({
      exit: 3,
      out: expect.stringContaining('DENY NO_RULE'),
    });
  });

  it('does not treat "could not decide" as a decision', async () => {
    const nowhere = undecided === 'GATEPOST_EDGE' ? 'http://127.0.0.1:9' : '127.0.0.1:9';
    const asked = await ask(['luca@a.tld', 'WebUI', '203.0.113.5'], PASSWORD, {
      [undecided]: nowhere,
    });
    expect(asked).toMatchObject({ exit: 1, out: expect.stringContaining('undecided') });
  });
});
