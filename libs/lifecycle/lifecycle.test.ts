import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../config/index.js';

/** The sample service, as the build compiled it. */
const main = join(packageRoot, 'dist/libs/lifecycle/testdata/service.js');
/** Two of it in one process. */
const two = join(packageRoot, 'dist/libs/lifecycle/testdata/two.js');

let dir: string;
let children: ChildProcess[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-lifecycle-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  /** Resolves when a line of the output has this in it. */
  seen(text: string): Promise<void>;
  /** All that it has said so far. */
  output(): string;
  /** Exit code, or the signal's name, and all the output. */
  readonly ended: Promise<{ status: number | string | null; output: string }>;
}

function run(settings: string, flags: string[] = []): Run {
  const config = join(dir, 'service.yaml');
  writeFileSync(config, settings);
  return start([main, '--config', config, ...flags]);
}

/** Both services of the one process read the same configuration. */
function runTwo(settings: string, flags: string[] = []): Run {
  const config = join(dir, 'both.yaml');
  writeFileSync(config, settings);
  const files = ['first', 'second'].flatMap((name) => ['--service', `${name}=${config}`]);
  return start([two, ...files, ...flags]);
}

function start(program: readonly string[]): Run {
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      for (const look of waiting) look();
    });
  }
  return {
    child,
    output: () => output,
    seen: (text) =>
      new Promise((resolve) => {
        const look = () => output.includes(text) && resolve();
        waiting.push(look);
        look();
      }),
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ status: code ?? signal, output }));
    }),
  };
}

const settings = (more: { fault?: string; port?: number; secret?: string } = {}) => `
listen: 127.0.0.1:${more.port ?? 0}
log: { level: info }
drain: 100ms
fault: ${more.fault ?? 'none'}
${more.secret ?? ''}
`;

describe('a service process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'closes what it opened, last first, at %s',
    async (signal) => {
      const { child, seen, ended } = run(settings());
      await seen('started');
      child.kill(signal);
      const { status, output } = await ended;
      expect(status).toBe(0);
      expect(output.indexOf('closed second')).toBeGreaterThan(0);
      expect(output.indexOf('closed second')).toBeLessThan(output.indexOf('closed first'));
    },
  );

  it('ends with its parent, if told to', async () => {
    const { child, seen, ended } = run(settings(), ['--parent-pipe']);
    await seen('started');
    child.stdin?.end();
    expect(await ended).toMatchObject({ status: 0, output: expect.stringContaining('the parent') });
  });

  it('does not mind its stdin otherwise', async () => {
    const { child, seen, ended } = run(settings());
    child.stdin?.end();
    await seen('started');
    child.kill('SIGTERM');
    expect((await ended).output).not.toContain('parent');
  });

  it('ends all the same where closing fails', async () => {
    const { child, seen, ended } = run(settings({ fault: 'fail-on-stop' }));
    await seen('started');
    child.kill('SIGTERM');
    const { status, output } = await ended;
    expect(status).toBe(0);
    expect(output).toContain('closing failed');
    expect(output).toContain('closed first thing');
  });

  it('does not wait for ever where closing hangs, nor at all when asked again', async () => {
    const { child, seen, ended } = run(settings({ fault: 'hang-on-stop' }));
    await seen('started');
    child.kill('SIGTERM');
    await seen('closed second');
    child.kill('SIGTERM');
    expect((await ended).status).toBe(1);
    const slow = run(settings({ fault: 'hang-on-stop' }));
    await slow.seen('started');
    slow.child.kill('SIGTERM');
    expect(await slow.ended).toMatchObject({
      status: 1,
      output: expect.stringContaining('not stopped in time'),
    });
  });

  it('migrates and exits, if told to', async () => {
    const { status, output } = await run(settings(), ['--migrate-only']).ended;
    expect(status).toBe(0);
    expect(output).toContain('migrated');
    expect(output).toContain('closed first thing');
  });

  it('survives an unhandled error of a request, and logs whose it was', async () => {
    const { child, seen, ended, output } = run(settings({ fault: 'unhandled' }));
    await seen('started');
    const [, port] = /"port":(\d+)/.exec(output()) ?? [];
    connect(Number(port), '127.0.0.1').on('error', () => undefined);
    await seen('forgotten');
    await seen('not caught');
    child.kill('SIGTERM');
    const end = await ended;
    expect(end.status).toBe(0);
    const lines = end.output.split('\n').filter((line) => /forgotten|not caught/.test(line));
    expect(lines.length).toBe(2);
    const rejected = lines.find((line) => line.includes('forgotten')) ?? '';
    expect(JSON.parse(rejected)).toMatchObject({ level: 'error', trace_id: expect.any(String) });
  });

  it('says why it cannot start, and closes what it had opened', async () => {
    const { status, output } = await run(settings({ fault: 'throw' })).ended;
    expect(status).toBe(1);
    expect(output).toContain('cannot start: no database');
    expect(output).toContain('closed first thing');
  });

  it('says that its port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const { status, output } = await run(settings({ port })).ended;
    holder.close();
    expect(status).toBe(1);
    expect(output).toContain(`cannot start: listen 127.0.0.1:${port}: address already in use`);
  });

  it.each([
    ['a wrong setting', 'lissten: x', [], 'service.yaml:2:1: lissten: unknown key'],
    ['a wrong flag', settings(), ['--mirgate-only'], 'usage: main.js --config'],
  ])('refuses %s in plain words', async (_, text, flags, message) => {
    const { status, output } = await run(`\n${text}`, flags).ended;
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toContain('    at ');
  });

  it('warns in its log of a secret that others may read', async () => {
    writeFileSync(join(dir, 'key'), 'hunter2', { mode: 0o644 });
    const { child, seen, ended } = run(settings({ secret: 'secret: key' }));
    await seen('mode 0644');
    await seen('started');
    child.kill('SIGTERM');
    expect((await ended).output).not.toContain('hunter2');
  });
});

describe('services that share a process', () => {
  it('stop together, the last that started first', async () => {
    const { child, seen, ended } = runTwo(settings());
    await seen('"second","message":"started"');
    child.kill('SIGTERM');
    const { status, output } = await ended;
    expect(status).toBe(0);
    expect(output.match(/^\w+: closed .*$/gm)).toEqual([
      'second: closed second thing',
      'second: closed first thing',
      'first: closed second thing',
      'first: closed first thing',
    ]);
  });

  it('end with their parent', async () => {
    const { child, seen, ended } = runTwo(settings(), ['--parent-pipe']);
    await seen('"second","message":"started"');
    child.stdin?.end();
    expect(await ended).toMatchObject({ status: 0, output: expect.stringContaining('the parent') });
  });

  it('all end if one cannot start, and close what was opened', async () => {
    const { status, output } = await runTwo(settings({ fault: 'throw' })).ended;
    expect(status).toBe(1);
    expect(output).toContain('cannot start: no database');
  });

  it('refuse a word that names no file', async () => {
    const { status, output } = await start([two, '--service', 'first']).ended;
    expect(status).toBe(1);
    expect(output).toContain('--service first is not <name>=<file>');
    expect(output).not.toContain('    at ');
  });
});
