import { request } from 'node:http';
import { isIP } from 'node:net';
import { SERVICE_ENUM } from '../stories/wire.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import {
  type Ending,
  imapLogin,
  imapPlain,
  pop3Login,
  proxyV1,
  sieveLogin,
  smtpLogin,
} from './clients.js';
import type { Stage } from './stage.js';

/** A login at a real server. */
export interface Played {
  readonly account: string;
  readonly service: string;
  readonly ip: string;
  readonly by: string;
  readonly ending: Ending;
}

interface Credentials {
  readonly user: string;
  readonly password: Buffer;
  readonly ip: string;
}

type Play = (stage: Stage, login: Credentials) => Promise<Ending>;

const ended = async (told: Promise<{ ending: Ending; dialogue?: { close(): void } }>) => {
  const { ending, dialogue } = await told;
  dialogue?.close();
  return ending;
};
const from = ({ user, password, ip }: Credentials) => ({ user, password, header: proxyV1(ip) });

const PLAYS: Readonly<Record<string, Readonly<Record<string, Play>>>> = {
  Imap: {
    'dovecot, LOGIN': ({ dovecot }, login) => ended(imapLogin(dovecot.proxied.imap, from(login))),
    'nginx, AUTH PLAIN': ({ nginx }, login) => ended(imapPlain(nginx.imap, from(login))),
  },
  Pop3: {
    dovecot: ({ dovecot }, login) => ended(pop3Login(dovecot.proxied.pop3, from(login))),
    nginx: ({ nginx }, login) => ended(pop3Login(nginx.pop3, from(login))),
  },
  Sieve: {
    dovecot: ({ dovecot }, login) => ended(sieveLogin(dovecot.proxied.sieve, from(login))),
  },
  Smtp: { postfix: ({ postfix }, login) => ended(smtpLogin(postfix.port, from(login))) },
  Dav: { nginx: web('/dav/') },
  EAS: { nginx: web('/Microsoft-Server-ActiveSync') },
  SOAP: { nginx: web('/service/soap') },
};

function web(path: string): Play {
  return ({ nginx }, { user, password, ip }) =>
    new Promise((resolve, reject) => {
      const credentials = Buffer.concat([Buffer.from(`${user}:`), password]).toString('base64');
      const headers = { authorization: `Basic ${credentials}`, 'x-forwarded-for': ip };
      request({ host: '127.0.0.1', port: nginx.http, path, headers }, (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        const refused = statusCode === 401 || statusCode === 403 ? 'refused' : 'temporary';
        resolve(statusCode === 200 ? 'allowed' : refused);
      })
        .once('error', reject)
        .end();
    });
}

/**
 * A front-end that makes logins with a password alone through real clients, at each real server that offers the service.
 * It sends other logins to Gatepost directly.
 */
export function mailFrontEnd(stage: Stage, direct: ProtoClient, played: Played[]): ProtoClient {
  return {
    ...direct,
    async call(method, message, options) {
      const fields: Message = message;
      const service = Object.entries(SERVICE_ENUM).find(
        ([, value]) => value === fields.service,
      )?.[0];
      const plays = PLAYS[service ?? ''];
      if (!method.endsWith('/Authorize') || plays === undefined || !isPlain(fields)) {
        return direct.call(method, message, options);
      }
      const { account, client_ip: ip, password } = fields;
      const endings = new Set<Ending>();
      for (const [by, play] of Object.entries(plays)) {
        const ending = await play(stage, { user: account, password, ip });
        played.push({ account, service: service ?? '', ip, by, ending });
        endings.add(ending);
      }
      const [ending] = endings;
      if (endings.size !== 1) throw new Error(`servers disagree: ${JSON.stringify(played.at(-1))}`);
      const decision = ending === 'allowed' ? 'DECISION_ALLOW' : 'DECISION_DENY';
      return { decision, ending, device_token: '', grants: [] };
    },
  };
}

/** Whether a mail program could send the login: no code, and a valid address and account. */
function isPlain({
  password,
  otp_code,
  recovery_code,
  remember,
  device_token,
  account,
  client_ip,
}: Message) {
  const beside = otp_code || recovery_code || remember || device_token;
  return Boolean(password) && !beside && isIP(client_ip) !== 0 && account.split('@').length === 2;
}
