import type { Branding as WireBranding } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import { isTimeZone } from '../../../libs/names/time-zone.js';
import {
  MAIL_PROTOCOLS,
  type MailProtocol,
  type MailServer,
  type MailServers,
} from '../core/mail-servers.js';
import type { Branding } from '../ports/branding.js';

const COLOUR = /^(#[0-9a-f]{6})?$/i;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_LOGO = 64 * 1024;
const MOST_HELP = 500;

/** @param known languages that have a catalogue */
export function readBranding(
  reader: RequestReader,
  wire: WireBranding | undefined,
  known: readonly string[],
): Branding {
  const { name = '', logoPng = Buffer.alloc(0), colour = '', help = '' } = wire ?? {};
  const { languages = [], timeZone = '' } = wire ?? {};
  if (!COLOUR.test(colour)) reader.refuse('branding.colour', 'not #rrggbb');
  if (logoPng.length > MOST_LOGO) reader.refuse('branding.logo_png', 'longer than 64 KiB');
  if (logoPng.length > 0 && !logoPng.subarray(0, PNG.length).equals(PNG)) {
    reader.refuse('branding.logo_png', 'not a PNG');
  }
  if (timeZone !== '' && !isTimeZone(timeZone)) {
    reader.refuse('branding.time_zone', 'not a time zone such as Europe/Rome');
  }
  for (const [n, language] of languages.entries()) {
    if (!known.includes(language)) refuseLanguage(reader, `branding.languages[${n}]`, known);
  }
  return {
    name: reader.text('branding.name', name, { max: 64 }),
    help: reader.text('branding.help', help, { max: MOST_HELP }),
    mail: readMailServers(reader, wire?.mail),
    helpTexts: readHelpTexts(reader, wire?.helpTexts ?? [], known),
    ...{ logoPng, colour: colour.toLowerCase(), languages: [...new Set(languages)], timeZone },
  };
}

function readMailServers(reader: RequestReader, wire: WireBranding['mail']): MailServers {
  const servers: { [protocol in MailProtocol]?: MailServer } = {};
  for (const protocol of MAIL_PROTOCOLS) {
    const server = wire?.[protocol];
    if (server === undefined) continue;
    const { host, port, starttls } = server;
    const field = `branding.mail.${protocol}`;
    if (port < 1 || port > 65_535) reader.refuse(`${field}.port`, 'not 1 to 65535');
    servers[protocol] = { host: reader.domain(`${field}.host`, host), port, starttls };
  }
  return servers;
}

function readHelpTexts(
  reader: RequestReader,
  wire: WireBranding['helpTexts'],
  known: readonly string[],
): Branding['helpTexts'] {
  const texts = new Map<string, string>();
  for (const [n, { language, text }] of wire.entries()) {
    const field = `branding.help_texts[${n}]`;
    if (!known.includes(language)) refuseLanguage(reader, `${field}.language`, known);
    if (texts.has(language)) reader.refuse(`${field}.language`, `${language} occurs twice`);
    texts.set(language, reader.text(`${field}.text`, text, { min: 1, max: MOST_HELP }));
  }
  return Object.fromEntries(texts);
}

function refuseLanguage(reader: RequestReader, field: string, known: readonly string[]): void {
  reader.refuse(field, `not one of ${known.join(', ')}`);
}
