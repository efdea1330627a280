import { AppPasswordsOnChange } from '../../../../libs/gen/gatepost/credential/v1/credential.js';
import { usageError } from '../../../output/exit.js';

const KINDS = ['embedded', 'ldap', 'none'] as const;
export type Kind = (typeof KINDS)[number];

/** @throws CliError (usage) if the word is not a kind of back end */
export function parseKind(text: string): Kind {
  const kind = KINDS.find((each) => each === text);
  if (kind !== undefined) return kind;
  throw usageError(`"${text}" is not a back end: give one of ${KINDS.join(' ')}`);
}

/** What a change of the main password does to app passwords. */
export function parseOnChange(text: string): AppPasswordsOnChange {
  if (text === 'keep') return AppPasswordsOnChange.KEEP;
  if (text === 'revoke') return AppPasswordsOnChange.REVOKE;
  throw usageError(`"${text}" cannot be done with app passwords: give keep or revoke`);
}

/** What happens to app passwords when the password changes: `keep` or `revoke`. */
export function onChangeName(value: AppPasswordsOnChange): string {
  switch (value) {
    case AppPasswordsOnChange.REVOKE:
      return 'revoke';
    case AppPasswordsOnChange.KEEP:
    case AppPasswordsOnChange.UNSPECIFIED:
      return 'keep';
    default:
      return `UNKNOWN_${value satisfies never}`;
  }
}
