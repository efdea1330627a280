import { parseCidr } from '../../../libs/names/cidr.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { isInteractive, isService } from '../../../libs/names/services.js';
import { type SignInClient, type SignsInBy, WAYS } from './sign-in-client.js';

/** The fields of the form that registers a client, as typed. */
export const CLIENT_FIELDS = [
  ...(['id', 'name', 'service', 'way', 'domains', 'networks', 'addresses'] as const),
  ...(['after-logout', 'backchannel', 'reason'] as const),
] as const;
export type ClientField = (typeof CLIENT_FIELDS)[number];
export type ClientForm = Readonly<Record<ClientField, string>>;

/** A field, or why the whole cannot be registered here: the id is taken, or it is too long. */
export type ClientProblem = ClientField | 'taken' | 'long';

const ID = /^[a-z0-9._-]{1,64}$/;
const MOST_NAME = 64;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** What is registered waits in a cookie while the factors are given. */
const MOST_OCTETS = 1_500;

/** Whether a client can wait in a cookie while the factors are given. */
export function isShort(client: SignInClient): boolean {
  return Buffer.byteLength(JSON.stringify(client)) <= MOST_OCTETS;
}

/** Reads the form. Policy has the last word; the console says beforehand what it would refuse. */
export function readClientForm(
  form: ClientForm,
): { readonly client: SignInClient } | { readonly wrong: readonly ClientProblem[] } {
  const wrong: ClientProblem[] = [];
  const check = (field: ClientProblem, isRight: boolean) => void (isRight || wrong.push(field));
  const [id, service] = [form.id.trim(), form.service];
  const name = form.name.trim() || id;
  const networks = linesOf(form.networks);
  check('id', ID.test(id));
  check('name', Buffer.byteLength(name) <= MOST_NAME && !/[\p{Cc}\p{Cs}]/u.test(name));
  const domains = linesOf(form.domains).map((text) => (text === '*' ? text : domainOf(text)));
  check('domains', domains.length > 0 && !domains.includes(''));
  check(
    'networks',
    networks.every((text) => parseCidr(text).ok),
  );
  check(
    'way',
    WAYS.some((way) => way === form.way),
  );
  const how = readHow(form, check);
  if (!isService(service) || !isInteractive(service)) return { wrong: [...wrong, 'service'] };
  const client = { id, name, service, domains: [...new Set(domains)], networks, how };
  check('long', isShort(client));
  return wrong.length > 0 ? { wrong } : { client };
}

function readHow(
  form: ClientForm,
  check: (field: ClientProblem, isRight: boolean) => void,
): SignsInBy {
  const addresses = linesOf(form.addresses);
  if (form.way === 'host') {
    const [origin = ''] = addresses;
    check(
      'addresses',
      addresses.length === 1 && isUri(origin, true) && originOf(origin) === origin,
    );
    return { kind: 'host', origin };
  }
  const after = linesOf(form['after-logout']);
  const backchannelLogoutUri = form.backchannel.trim();
  check('addresses', addresses.length > 0 && addresses.every((uri) => isUri(uri, true)));
  check(
    'after-logout',
    after.every((uri) => isUri(uri, true)),
  );
  check('backchannel', backchannelLogoutUri === '' || isUri(backchannelLogoutUri, false));
  return {
    ...{ kind: 'oidc', redirectUris: addresses, postLogoutRedirectUris: after },
    ...{ backchannelLogoutUri, isPublic: form.way === 'public' },
    withoutPkce: form.way === 'oidc-without-pkce',
  };
}

function linesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((line) => line !== '');
}

/** Empty if it is none. */
function domainOf(text: string): string {
  const parsed = parseDomain(text);
  return parsed.ok ? parsed.value : '';
}

/** Whether it is an https URI, or http on a loopback address, without fragment and credentials. */
function isUri(text: string, mayLoop: boolean): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && mayLoop && LOOPBACK.has(hostname));
}

function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : '';
}
