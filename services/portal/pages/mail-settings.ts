import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import {
  MAIL_PROTOCOLS,
  type MailProtocol,
  type MailServer,
  type MailServers,
} from '../core/mail-servers.js';

/**
 * Writes Mozilla's autoconfiguration, which names an account's servers. Thunderbird, Evolution, KMail and K-9 Mail read
 * it.
 * @see https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat
 */
export function writeAutoconfig(domain: string, name: string, servers: MailServers): string {
  const { smtp } = servers;
  const provider = element(
    'emailProvider',
    { id: domain },
    element('domain', {}, domain),
    element('displayName', {}, name),
    element('displayShortName', {}, name),
    ...(['imap', 'pop3'] as const).map((type) => serverOf('incomingServer', type, servers[type])),
    serverOf('outgoingServer', 'smtp', smtp),
  );
  return write(element('clientConfig', { version: '1.1' }, provider));
}

function serverOf(
  tag: string,
  type: MailProtocol,
  server: MailServer | undefined,
): Element | string {
  if (server === undefined) return '';
  const { host, port, starttls } = server;
  return element(
    tag,
    { type },
    element('hostname', {}, host),
    element('port', {}, String(port)),
    element('socketType', {}, starttls ? 'STARTTLS' : 'SSL'),
    element('username', {}, '%EMAILADDRESS%'),
    element('authentication', {}, 'password-cleartext'),
  );
}

/** The contents of Apple's profile of an account. */
export interface AppleProfile {
  readonly account: string;
  /** The mailbox's name on the device. */
  readonly name: string;
  readonly servers: MailServers;
  /** Absent if the device is to ask for it. */
  readonly password: string | undefined;
  /** Random ids. */
  readonly ids: readonly [string, string];
}

/**
 * Writes a configuration profile of iOS, iPadOS and macOS with one mail account. Undefined if servers are missing.
 * @see https://developer.apple.com/documentation/devicemanagement/mail
 */
export function writeAppleProfile(profile: AppleProfile): string | undefined {
  const { account, name, servers, password, ids } = profile;
  const incoming = servers.imap ?? servers.pop3;
  const { smtp } = servers;
  if (incoming === undefined || smtp === undefined) return undefined;
  const [outer, inner] = ids;
  const mail: Dictionary = {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `org.gatepost.mail.${inner}`,
    PayloadUUID: inner,
    PayloadDisplayName: name,
    EmailAccountType: servers.imap === undefined ? 'EmailTypePOP' : 'EmailTypeIMAP',
    EmailAddress: account,
    EmailAccountDescription: name,
    ...serverFields('Incoming', incoming, account, password),
    ...serverFields('Outgoing', smtp, account, password),
    OutgoingPasswordSameAsIncomingPassword: true,
  };
  const all: Dictionary = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `org.gatepost.profile.${outer}`,
    PayloadUUID: outer,
    PayloadDisplayName: `${name}: ${account}`,
    PayloadContent: [mail],
  };
  return write(element('plist', { version: '1.0' }, plistOf(all)), PLIST);
}

const PLIST =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

/** Always uses TLS. The device decides by the port whether TLS begins with STARTTLS. */
function serverFields(
  way: 'Incoming' | 'Outgoing',
  { host, port }: MailServer,
  account: string,
  password: string | undefined,
): Dictionary {
  return {
    [`${way}MailServerAuthentication`]: 'EmailAuthPassword',
    [`${way}MailServerHostName`]: host,
    [`${way}MailServerPortNumber`]: port,
    [`${way}MailServerUseSSL`]: true,
    [`${way}MailServerUsername`]: account,
    ...(password === undefined ? {} : { [`${way}Password`]: password }),
  };
}

type Value = string | number | boolean | Dictionary | readonly Dictionary[];
interface Dictionary {
  readonly [key: string]: Value;
}

function plistOf(value: Value): Element {
  switch (typeof value) {
    case 'string':
      return element('string', {}, value);
    case 'number':
      return element('integer', {}, String(value));
    case 'boolean':
      return element(value ? 'true' : 'false', {});
    default:
      if (isList(value)) return element('array', {}, ...value.map(plistOf));
      return element(
        'dict',
        {},
        ...Object.entries(value).flatMap(([key, each]) => [element('key', {}, key), plistOf(each)]),
      );
  }
}

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

function element(
  tag: string,
  attributes: Element['attributes'],
  ...children: Element['children']
): Element {
  return { tag, attributes, children };
}

/** Writes XML 1.0, with every text escaped. */
function write(root: Element, type = ''): string {
  const document = new DOMImplementation().createDocument(null, '', null);
  const add = (to: Node, { tag, attributes, children }: Element): void => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    for (const child of children) {
      if (typeof child === 'string') made.appendChild(document.createTextNode(child));
      else add(made, child);
    }
    to.appendChild(made);
  };
  add(document, root);
  const text = new XMLSerializer().serializeToString(document);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${type}${text}\n`;
}

function isList(value: Value): value is readonly Dictionary[] {
  return Array.isArray(value);
}

/** The servers in words, for a person who types them. */
export function serverRows(servers: MailServers): { protocol: MailProtocol; server: MailServer }[] {
  return MAIL_PROTOCOLS.flatMap((protocol) => {
    const server = servers[protocol];
    return server === undefined ? [] : [{ protocol, server }];
  });
}
