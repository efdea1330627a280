const NEEDED = [20, 19] as const;

/** Ends the process with a message where this Node is older than what Gatepost needs. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  console.error(`gatepost: needs Node ${NEEDED.join('.')} or newer, and this is ${version}`);
  process.exit(1);
}
