import { join } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../libs/config/index.js';
import { COMMANDS } from './commands/index.js';
import type { CommandSpec, Node } from './define-command.js';
import { formatReference } from './reference.js';
import { createProgram, runCli } from './run-cli.js';

const specs = COMMANDS.flatMap(leaves);

function leaves(node: Node): CommandSpec[] {
  return 'commands' in node ? node.commands.flatMap(leaves) : [node as unknown as CommandSpec];
}

/** Splits a line as a shell does: at spaces outside quotes. */
function split(line: string): string[] {
  const [command = ''] = line.split(/ [|>] /);
  return (command.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) =>
    word.replace(/^['"]|['"]$/g, ''),
  );
}

/** The spec that a command line leads to, and what the spec gets. */
async function parse(argv: readonly string[]) {
  let started: { spec: CommandSpec; args: readonly string[]; options: object } | undefined;
  const program = createProgram(async (spec, args, command) => {
    started = { spec, args, options: command.optsWithGlobals() };
  });
  await program.parseAsync([...argv], { from: 'user' });
  return started;
}

describe('every command', () => {
  it.each(specs)('$usage: teaches by examples that lead to it', async (spec) => {
    expect(spec.examples?.length).toBeGreaterThan(0);
    for (const example of spec.examples ?? []) {
      expect((await parse(split(example)))?.spec.usage, example).toBe(spec.usage);
    }
  });

  it('matches docs/cli.md', async () => {
    const page = join(packageRoot, 'docs', 'cli.md');
    await expect(formatReference(COMMANDS)).toMatchFileSnapshot(page);
  });

  it('takes no secret on the command line', () => {
    const flags = specs.flatMap(({ options = [] }) => options.map((option) => option.flags));
    const secret = flags.filter((flag) =>
      /<.*(password|secret|hash|uri|token|recovery)/i.test(flag),
    );
    expect(secret).toEqual([]);
    expect(flags.filter((flag) => /password|recovery-code|hash|uri/.test(flag))).toSatisfy(
      (all: string[]) => all.every((flag) => /<path>|^--no-/.test(flag)),
    );
  });
});

describe('the command line', () => {
  it('takes global options before and after the command', async () => {
    for (const argv of [
      ['--json', 'policy', 'list', '--home', '/h'],
      ['policy', '--home', '/h', 'list', '--json'],
    ]) {
      expect((await parse(argv))?.options).toMatchObject({ json: true, home: '/h', timeout: 20 });
    }
  });

  it('gathers options that may be given several times', async () => {
    const argv = ['authorize', 'a@b.tld', 'Imap', '192.0.2.1', '--remember', 'ip=48h'];
    expect((await parse([...argv, '--remember', 'device']))?.options).toMatchObject({
      remember: [
        { kind: 'ip', seconds: 172_800 },
        { kind: 'device', seconds: 0 },
      ],
    });
  });

  it.each([
    [['no-such-command'], 2],
    [['policy', 'get'], 2],
    [['policy', 'get', 'a.tld', '--revision', 'x'], 2],
    [['authorize', 'a@b.tld', 'imap', '192.0.2.1', '--no-password', '--home', '/none'], 2],
    [['policy', 'list', '--home', '/nowhere'], 1],
    [['--help'], 0],
    [['policy', 'apply', '--help'], 0],
    [['up', '--once'], 2],
  ])('ends %j with %i', async (argv, exit) => {
    const { write: out } = process.stdout;
    const { write: err } = process.stderr;
    process.stdout.write = process.stderr.write = () => true;
    try {
      expect(await runCli(argv)).toBe(exit);
    } finally {
      process.stdout.write = out;
      process.stderr.write = err;
    }
  });

  it('asks for what it needs', async () => {
    const error = await parse(['policy', 'rollback', 'a.tld']).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CommanderError);
  });
});
