import { type Command, Option } from 'commander';
import type { ExitCode } from './output/exit.js';
import type { Session } from './session/session.js';

/** One command as data: its file says what is typed, what it teaches and what it does. */
export interface CommandSpec<Options extends object = object> {
  /** As it is typed: `get <document>`. */
  readonly usage: string;
  /** One line, for the list of commands. */
  readonly about: string;
  /** More, for its own `--help`. */
  readonly details?: string;
  readonly options?: readonly OptionSpec[];
  /** Command lines that work, without the leading `gatepost`. */
  readonly examples?: readonly string[];
  /** Does it. Nothing returned: exit 0. `args` are the arguments, variadic ones in line. */
  run(session: Session, args: readonly string[], options: Options): Promise<ExitCode | undefined>;
}

/** Flags (`--revision <n>`), what it does, and what reads the text; read once for each time given. */
export interface OptionSpec {
  readonly flags: string;
  readonly about: string;
  readonly read?: (text: string) => unknown;
  /** May be given several times; its value is the list. */
  readonly many?: boolean;
  readonly required?: boolean;
}

/** A command, or a group of them under one word. */
export type Node = CommandSpec<never> | { word: string; about: string; commands: readonly Node[] };

export type Start = (spec: CommandSpec, args: readonly string[], command: Command) => Promise<void>;

/** Keeps the type of the options between a spec's parts. */
export function defineCommand<Options extends object>(
  spec: CommandSpec<Options>,
): CommandSpec<Options> {
  return spec;
}

/** Builds commander's tree; `start` is called with the one that was typed. */
export function addNodes(parent: Command, nodes: readonly Node[], start: Start): void {
  for (const node of nodes) {
    if ('commands' in node) {
      addNodes(parent.command(node.word).description(node.about), node.commands, start);
    } else {
      addCommand(parent, node as unknown as CommandSpec, start);
    }
  }
}

function addCommand(parent: Command, spec: CommandSpec, start: Start): void {
  const command = parent.command(spec.usage).summary(spec.about);
  const details = spec.details?.replaceAll('\n', ' ');
  command.description(details === undefined ? spec.about : `${spec.about}\n\n${details}`);
  for (const option of spec.options ?? []) command.addOption(toOption(option));
  if (spec.examples !== undefined) {
    const lines = spec.examples.map((example) => `  gatepost ${example}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  command.action(() => start(spec, command.args, command));
}

function toOption({ flags, about, read, many, required }: OptionSpec): Option {
  const option = new Option(flags, about);
  if (required === true) option.makeOptionMandatory();
  const value = read ?? ((text: string) => text);
  if (many === true) {
    option.argParser((text, before: unknown[] | undefined) => [...(before ?? []), value(text)]);
  } else if (read !== undefined) {
    option.argParser(value);
  }
  return option;
}
