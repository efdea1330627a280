/** The configuration of a nats-server of ours: loopback only, with a password, everything on disk. */
export function natsConfig(options: {
  port: number;
  dir: string;
  password: string;
  version: readonly [number, number];
}): string {
  const { port, dir, password, version } = options;
  const [major, minor] = version;
  // What is acknowledged is to be on disk; servers before 2.10 refuse the setting as unknown.
  const sync = major > 2 || (major === 2 && minor >= 10) ? '  sync_interval: always\n' : '';
  return `listen: "127.0.0.1:${port}"
server_name: gatepost
pid_file: ${JSON.stringify(`${dir}.pid`)}
jetstream {
  store_dir: ${JSON.stringify(dir)}
${sync}}
authorization {
  user: ${NATS_USER}
  password: ${JSON.stringify(password)}
}
`;
}

export const NATS_USER = 'gatepost';
