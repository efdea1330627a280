import { setMaxListeners } from 'node:events';
import { Command, CommanderError, Option } from 'commander';
import { COMMANDS } from './commands/index.js';
import { addNodes, type CommandSpec } from './define-command.js';
import { parseWhole } from './input/durations.js';
import { EXIT, type ExitCode } from './output/exit.js';
import { describeError } from './output/exit-for.js';
import { createOutput } from './output/output.js';
import { toJson } from './output/to-json.js';
import { type GlobalOptions, openSession } from './session/session.js';

const ABOUT = `Decides each login at a mail system.

Runs an installation (up), and looks after one: policies, accounts, app passwords, one-time codes, \
trust, throttles and the record. Finds the installation in --home, GATEPOST_HOME or ./.gatepost.`;

const EXITS = `
Exit codes: 0 done · 1 error · 2 wrong usage · 3 done, with a finding · 4 cannot be reached`;

/** Runs one command line; resolves to the exit code. Never rejects. */
export async function runCli(argv: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = createProgram(async (spec, args, command) => {
    exit = await runCommand(spec, args, command);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    return endWith(error, argv.includes('--json'));
  }
}

/** The commands in commander's form. `start` is called with the command that was typed. */
export function createProgram(start: Parameters<typeof addNodes>[2]): Command {
  const program = new Command('gatepost')
    .description(ABOUT)
    .addHelpText('after', EXITS)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .option('--json', 'print JSON instead of tables')
    .option('--home <dir>', 'where the installation is kept')
    .option('--config <file>', 'a client.yaml to use instead, for services elsewhere')
    .option('--as <identity>', 'which certificate of client.yaml to call with')
    .addOption(
      new Option('--timeout <seconds>', 'how long one answer is waited for')
        .default(20)
        .argParser((text) => parseWhole(text, { min: 1, max: 3600 })),
    );
  addNodes(program, COMMANDS, start);
  return program;
}

async function runCommand(
  spec: CommandSpec,
  args: readonly string[],
  command: Command,
): Promise<ExitCode> {
  const { json, home, config, as, timeout, ...options } = command.optsWithGlobals();
  const globals = { json, home, config, as, timeout } as GlobalOptions;
  const out = createOutput({ json: json === true, stdout: process.stdout, stderr: process.stderr });
  const interrupted = new AbortController();
  // One command makes many calls at once, and each of them adds a listener.
  setMaxListeners(0, interrupted.signal);
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const session = openSession({ out, globals, signal: interrupted.signal });
  try {
    return (await spec.run(session, args, options)) ?? EXIT.ok;
  } finally {
    session.close();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function endWith(error: unknown, json: boolean): ExitCode {
  // --help and --version also end here.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const { exit, code, message, violations } = describeError(error);
  if (message !== '') {
    const told = json ? toJson({ error: { code, message, violations } }) : `gatepost: ${message}`;
    process.stderr.write(`${told}\n`);
  }
  return exit;
}
