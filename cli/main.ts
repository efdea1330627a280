import { requireNode } from './require-node.js';

// Before anything is loaded that an older Node could not read.
requireNode(process.versions.node);
const { runCli } = await import('./run-cli.js');
process.exitCode = await runCli(process.argv.slice(2));
