import { type Command, Option } from 'commander';
import type { ExitCode } from './output/exit.js';
import type { Session } from './session/session.js';

/** One command as data: its usage, its help and what it does. */
export interface CommandSpec<Options extends object = object> {
  /** As typed: `get <document>`. */
  readonly usage: string;
  /** One line, for the list of commands. */
  readonly about: string;
  /** More help, for the command's own `--help`. */
  readonly details?: string;
  readonly options?: readonly OptionSpec[];
  /** Command lines that work, without the leading `gatepost`. */
  readonly examples?: readonly string[];
  /**
   * Runs the command. Undefined means exit code 0. `args` are the arguments, with variadic ones
   * flattened.
   */
  run(session: Session, args: readonly string[], options: Options): Promise<ExitCode | undefined>;
}

/**
 * An option: its flags (`--revision <n>`), its help, and how its text is read, once for each time
 * it is given.
 */
export interface OptionSpec {
  readonly flags: string;
  readonly about: string;
  readonly read?: (text: string) => unknown;
  /** Whether it may be given several times; its value is then a list. */
  readonly many?: boolean;
  readonly required?: boolean;
}

/** A command, or a named group of commands. */
export type Node = CommandSpec<never> | { name: string; about: string; commands: readonly Node[] };

export type Start = (spec: CommandSpec, args: readonly string[], command: Command) => Promise<void>;

/** Infers the type of a spec's options, so that its parts agree. */
export function defineCommand<Options extends object>(
  spec: CommandSpec<Options>,
): CommandSpec<Options> {
  return spec;
}

/** Builds commander's tree. `start` is called with the command that was typed. */
export function addNodes(parent: Command, nodes: readonly Node[], start: Start): void {
  for (const node of nodes) {
    if ('commands' in node) {
      addNodes(parent.command(node.name).description(node.about), node.commands, start);
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
