// Seen from dist/cli; it ends the process where this Node is too old for what follows.
await import(new URL('../../cli/require-node.mjs', import.meta.url).href);
const { runCli } = await import('./run-cli.js');
// Whoever reads has enough, as `head` does: nothing is left to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = await runCli(process.argv.slice(2));
