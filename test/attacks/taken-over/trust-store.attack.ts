import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSessionToken, parseSessionToken } from '../../../libs/names/session-token.js';
import { registerWebmail } from './register-webmail.js';
import { BROWSER, openStage, outcomeOf, type Person, reach, type Stage } from './stage.js';

const ALLOWED = 'ALLOW RULE_SATISFIED';
const ENDED = 'DENY SESSION_ENDED';

let stage: Stage;
let db: Client;
let luca: Person;
beforeAll(async () => {
  stage = await openStage();
  await registerWebmail(stage);
  luca = await stage.person('luca@w.tld');
  db = await stage.as('trust-store');
});
afterAll(() => stage?.close());

/** A person with a genuine sign-in who helps the attacker. */
async function accomplice(account: string) {
  const secret = await stage.signIn(await stage.person(account));
  const { rows } = await db.query(
    "SELECT to_jsonb(t) AS row FROM trust t WHERE account = $1 AND kind = 'session'",
    [account],
  );
  return { account, secret, token: (await stage.mailToken(secret)) ?? '', row: rows[0].row };
}

const insert = (row: object) =>
  db.query('INSERT INTO trust SELECT * FROM jsonb_populate_record(NULL::trust, $1)', [row]);

describe('trust-store taken over, with its keys and its database', () => {
  it('cannot create a session: neither a forged row nor a forged token lets anybody in', async () => {
    const eve = await accomplice('eve@w.tld');
    expect(await stage.openImap(eve.account, eve.token)).toBe(ALLOWED);
    // Gives her session to luca in the database.
    await db.query('UPDATE trust SET account = $1 WHERE id = $2', [luca.account, eve.row.id]);
    expect(await stage.openImap(luca.account, eve.token)).not.toBe(ALLOWED);
    expect(await stage.openImap(eve.account, eve.token)).toBe(ENDED);
    // A token that names the session, signed with the keys that trust-store has.
    const { body } = parseSessionToken(eve.token) ?? { body: Buffer.alloc(0) };
    const claims = JSON.parse(body.toString());
    const forged = JSON.stringify(
      claims.map((claim: unknown) => (claim === eve.account ? luca.account : claim)),
    );
    for (const kind of ['mail', 'secret'] as const) {
      const token = formatSessionToken({ kind, body: Buffer.from(forged), mac: randomBytes(32) });
      expect(await stage.openImap(luca.account, token)).not.toBe(ALLOWED);
      expect(await stage.mailToken(token)).toBeUndefined();
    }
  });

  it('cannot change a sign-in, because policy has the seal', async () => {
    const mallory = await accomplice('mallory@w.tld');
    const sealed = Buffer.from(mallory.row.sealed.slice(2), 'hex').toString();
    const changes = [
      sealed.replace('203.0.113.20', '127.0.0.1'),
      sealed.replace('"proved\\\\\\":[', '"proved\\\\\\":[\\\\\\"otp\\\\\\",'),
      sealed.replace(mallory.account, luca.account),
      '["1","[1,{}]",""]',
      '',
    ];
    for (const changed of changes.filter((one) => one !== sealed)) {
      const bytes = Buffer.from(changed);
      await db.query('UPDATE trust SET sealed = $1 WHERE id = $2', [bytes, mallory.row.id]);
      expect(await stage.openImap(mallory.account, mallory.token), changed).toBe(ENDED);
    }
    await db.query('UPDATE trust SET sealed = $1 WHERE id = $2', [
      Buffer.from(sealed),
      mallory.row.id,
    ]);
    expect(await stage.openImap(mallory.account, mallory.token)).toBe(ALLOWED);
  });

  it('can hide that a session was ended, until its sealed end and no longer', async () => {
    const ida = await accomplice('ida@w.tld');
    await stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
      ...{ account: ida.account, trust_ids: [ida.row.id], actor: { comment: 'stolen laptop' } },
    });
    expect(await stage.openImap(ida.account, ida.token)).toBe(ENDED);
    await insert({ ...ida.row, expires_at: '2099-01-01T00:00:00Z' });
    expect(await stage.openImap(ida.account, ida.token)).toBe(ALLOWED);
    // The document allows eight hours.
    stage.suite.clock.advance(8 * 3_600_000);
    expect(await stage.mailToken(ida.secret)).toBeUndefined();
    expect(await stage.openImap(ida.account, ida.secret)).not.toBe(ALLOWED);
  });

  it('can report that an address is trusted; the password is still needed', async () => {
    const nora = await stage.person('nora@w.tld');
    const { account, password } = nora;
    const pop = async (text: string) =>
      outcomeOf(
        await stage.login({ account, service: 'SERVICE_POP3', password: Buffer.from(text) }),
      );
    expect(await pop(password)).not.toBe(ALLOWED);
    const { rows } = await db.query('SELECT to_jsonb(t) AS row FROM trust t LIMIT 1');
    const lent = { sealed: null, carried_by: null, service: null, token_seq: null };
    await insert({
      ...{ ...rows[0].row, ...lent, id: '00000000-0000-4000-8000-000000000001' },
      ...{ account, kind: 'ip', prefix: `${BROWSER}/32`, expires_at: '2099-01-01T00:00:00Z' },
    });
    expect(await pop(password)).toBe(ALLOWED);
    expect(await pop('wrong')).toBe('DENY BAD_CREDENTIALS');
    const strong = { account, service: 'SERVICE_MOBILE_APP', password: Buffer.from(password) };
    expect(outcomeOf(await stage.login(strong))).not.toMatch(/^ALLOW/);
  });

  it('calls only audit, and reads no other service’s tables', async () => {
    const client = stage.suite.client('service', 'trust-store');
    const methods = [
      ...['Authorize', 'MailToken', 'CheckSession', 'EndSession'].map(
        (name) => `gatepost.policy.v1.AuthorizationService/${name}`,
      ),
      'gatepost.credential.v1.CredentialService/VerifyPassword',
      'gatepost.otp.v1.OtpService/VerifyCode',
      'gatepost.portal.v1.ForwardAuthService/RedeemCode',
      'gatepost.policy.v1.ClientAdminService/PutClient',
      'gatepost.audit.v1.AuditService/Query',
    ];
    expect(await reach(client, methods)).toEqual([]);
    for (const schema of ['credential', 'otp', 'saml', 'policy', 'portal', 'audit']) {
      const { rows } = await db.query(
        `SELECT has_schema_privilege($1, 'USAGE') AS may FROM pg_namespace WHERE nspname = $1`,
        [schema],
      );
      expect(rows, schema).toEqual([{ may: false }]);
    }
  });
});
