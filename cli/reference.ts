import type { CommandSpec, Node } from './define-command.js';

/** The page about all commands: the content of docs/cli.md. */
export function formatReference(nodes: readonly Node[]): string {
  const sections = nodes.map((node) => {
    if (!('commands' in node)) return formatCommand(node as unknown as CommandSpec, '', '##');
    const commands = commandsOf(node.commands, `${node.name} `);
    return [`## ${node.name}`, `${node.about}.`, ...commands].join('\n\n');
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

/** The commands of a group, at any depth. */
function commandsOf(nodes: readonly Node[], prefix: string): string[] {
  return nodes.flatMap((node) =>
    'commands' in node
      ? commandsOf(node.commands, `${prefix}${node.name} `)
      : [formatCommand(node as unknown as CommandSpec, prefix, '###')],
  );
}

const INTRODUCTION = `# The command line

\`./gatepost <command>\` runs from the clone. It is a client like any other: it calls the services over gRPC
with a certificate of the installation.

- **Where:** \`--home <dir>\`, else \`GATEPOST_HOME\`, else \`./.gatepost\`. For services elsewhere, \`--config <file>\`
  names a \`client.yaml\` like the one that \`up\` writes: the authority, the services' addresses, the certificates.
- **Who:** each command uses the identity that usually makes its calls: administrators' commands use \`operator\`,
  \`audit\` uses \`auditor\`, and \`authorize\` the front-end \`mail\`. \`--as <identity>\` names another one of \`client.yaml\`.
- **Output:** a table, or JSON with \`--json\` (one object, or one line for each item if the command streams). Notes
  and progress go to stderr.
- **Secrets** are asked for, or read from a file or stdin (\`-\`), never from the command line.
- **Exit codes:** 0 done · 1 error · 2 wrong usage · 3 done, with a finding (not ALLOW, refused, different, unhealthy)
  · 4 a service cannot be reached.
- \`--timeout <seconds>\`: how long to wait for an answer, or for a sign of progress (default: 20).

This page is generated from the commands themselves.`;

function formatCommand(spec: CommandSpec, prefix: string, level: string): string {
  const details = spec.details === undefined ? '' : ` ${spec.details.replaceAll('\n', ' ')}`;
  const options = (spec.options ?? []).map(
    ({ flags, about, required }) =>
      `| \`${flags.replaceAll('|', '\\|')}\` | ${about}${required === true ? ' (required)' : ''} |`,
  );
  const table = options.length === 0 ? [] : [['| option | |', '|---|---|', ...options].join('\n')];
  const examples = (spec.examples ?? []).map((example) => `gatepost ${example}`);
  return [
    `${level} \`${prefix}${spec.usage}\``,
    `${spec.about}${details}`,
    ...table,
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``]),
  ].join('\n\n');
}
