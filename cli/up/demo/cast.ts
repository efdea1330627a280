import { randomBytes, randomInt } from 'node:crypto';

/** The people and addresses of a run of the demo. */
export interface Cast {
  readonly luca: string;
  readonly bea: string;
  readonly carl: string;
  /** Signs in at an identity provider. */
  readonly dora: string;
  /** Has no account anywhere. */
  readonly nobody: string;
  readonly helpdesk: string;
  readonly billing: string;
  /** An address in the office, at luca's home, and elsewhere. */
  readonly office: string;
  readonly home: string;
  readonly elsewhere: string;
}

/**
 * New people for each run, so that no failure of an earlier run counts against them and no code is
 * spent. People that rules name keep their names.
 */
export function castDemo(): Cast {
  const run = randomBytes(3).toString('hex');
  return {
    luca: `luca-${run}@acme.example`,
    nobody: `nobody-${run}@acme.example`,
    helpdesk: 'helpdesk@acme.example',
    bea: `bea-${run}@bolt.example`,
    billing: 'billing@bolt.example',
    carl: `carl-${run}@corner-shop.example`,
    dora: `dora-${run}@campus.example`,
    office: `203.0.113.${randomInt(1, 255)}`,
    home: `192.0.2.${randomInt(100, 255)}`,
    elsewhere: `198.51.100.${randomInt(100, 255)}`,
  };
}
