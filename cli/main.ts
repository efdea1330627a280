// Relative to dist/cli. It exits if this Node is too old for the rest.
await import(new URL('../../cli/require-node.mjs', import.meta.url).href);
const { runCli } = await import('./run-cli.js');
// The reader has closed the pipe, as `head` does: stop quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = await runCli(process.argv.slice(2));
