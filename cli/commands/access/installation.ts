import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliError, EXIT } from '../../output/exit.js';
import { findHome } from '../../session/find-config.js';
import type { GlobalOptions } from '../../session/session.js';
import type { Delegate } from '../../up/installation/delegates.js';
import { type Layout, layoutOf } from '../../up/installation/layout.js';
import { accessFileOf } from '../../up/installation/write-access.js';

/** The installation on this machine. @throws CliError if `up` has not made one */
export function findInstallation({ home, config }: GlobalOptions): Layout {
  if (config !== undefined) {
    throw new CliError(
      '--config names a client, not an installation: give its directory with --home',
      EXIT.usage,
    );
  }
  const layout = layoutOf(findHome(home));
  if (existsSync(layout.clientConfig)) return layout;
  throw new CliError(
    `there is no installation in ${layout.home}: "gatepost up" makes one. In containers, add the entry to each ` +
      'allow-list (docs/administrators.md) and make the certificate with "gatepost deploy certificate"',
    EXIT.usage,
  );
}

/** The administrators of some domains that `up` itself created: those of the demo. */
export function madeByUp(layout: Layout): Delegate[] {
  const { callers } = parse(readFileSync(accessFileOf(layout, 'policy'), 'utf8')) as {
    callers: readonly { identity: string; domains: readonly string[] }[];
  };
  return callers
    .filter(({ identity }) => identity === 'spiffe://gatepost/admin/corp-admin')
    .map(({ domains }) => ({ name: 'corp-admin', domains }));
}
