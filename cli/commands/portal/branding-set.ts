import {
  type Branding,
  type MailServer,
  type MailServers,
  PortalAdminServiceService as PortalAdmin,
} from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readInput } from '../../input/read-input.js';
import { usageError } from '../../output/exit.js';
import { formatBranding, viewBranding } from './view-branding.js';

const CLEARED: Readonly<Record<string, Partial<Branding>>> = {
  name: { name: '' },
  logo: { logoPng: Buffer.alloc(0) },
  colour: { colour: '' },
  languages: { languages: [] },
  'time-zone': { timeZone: '' },
  help: { help: '', helpTexts: [] },
  mail: { mail: undefined },
};

interface Options extends ActorOptions {
  readonly name?: string;
  readonly logo?: string;
  readonly colour?: string;
  readonly language?: string[];
  readonly timeZone?: string;
  readonly helpText?: string;
  readonly helpIn?: { readonly language: string; readonly text: string }[];
  readonly imap?: MailServer;
  readonly pop3?: MailServer;
  readonly smtp?: MailServer;
  readonly clear?: Partial<Branding>[];
}

export const brandingSet = defineCommand<Options>({
  usage: 'set <domain>',
  about: 'Change how the sign-in page looks to a domain’s people.',
  details: `Settings that are not given stay as they are. If text in a colour would not be legible (contrast 4.5 to
1), the colour is corrected, and the command shows the result. The host at which a domain's people sign in is "hosts"
in the portal's configuration.`,
  options: [
    { flags: '--name <text>', about: 'at the top of the page' },
    { flags: '--logo <path>', about: 'PNG of at most 64 KiB; -: stdin' },
    { flags: '--colour <#rrggbb>', about: 'of buttons and links' },
    { flags: '--language <tag>', about: 'offered; may be repeated (default: all)', many: true },
    { flags: '--time-zone <zone>', about: 'time zone of pages, such as Europe/Rome' },
    { flags: '--help-text <text>', about: 'whom to ask for help and where' },
    {
      flags: '--help-in <language=text>',
      about: 'the same for readers of a language; may be repeated',
      read: parseHelp,
      many: true,
    },
    {
      flags: '--imap <host:port>',
      about: 'where mail programs read; TLS from the start, or host:port/starttls',
      read: parseServer,
    },
    { flags: '--pop3 <host:port>', about: 'where mail programs fetch', read: parseServer },
    { flags: '--smtp <host:port>', about: 'where mail programs send', read: parseServer },
    {
      flags: '--clear <field>',
      about: `one of ${Object.keys(CLEARED).join(', ')}; may be repeated`,
      read: parseCleared,
      many: true,
    },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    "portal branding set a.tld --name 'A Mail' --logo logo.png --colour #0b57d0 --time-zone Europe/Rome",
    "portal branding set a.tld --help-text 'Call 1234.' --help-in 'de=Telefon 1234.'",
    'portal branding set a.tld --imap imap.a.tld:993 --smtp smtp.a.tld:587/starttls',
    'portal branding set a.tld --language en --language de --clear logo',
  ],
  async run({ call, out }, [domain = ''], options) {
    const before = (await call(PortalAdmin.getBranding, { domain })).branding;
    const branding = { ...NOTHING, ...before, ...changesOf(options, before) };
    await call(PortalAdmin.setBranding, { domain, branding, actor: actorFrom(options) });
    const after = await call(PortalAdmin.getBranding, { domain });
    out.result(viewBranding(domain, after), () => formatBranding(domain, after));
    return undefined;
  },
});

const NOTHING: Branding = {
  ...{ name: '', logoPng: Buffer.alloc(0), colour: '', help: '' },
  ...{ languages: [], timeZone: '', helpTexts: [], mail: undefined },
};

const NO_SERVERS: MailServers = { imap: undefined, pop3: undefined, smtp: undefined };

function changesOf(options: Options, before: Branding | undefined): Partial<Branding> {
  const { name, logo, colour, language, timeZone, helpText, helpIn, clear = [] } = options;
  const { imap, pop3, smtp } = options;
  const servers = Object.assign({}, imap && { imap }, pop3 && { pop3 }, smtp && { smtp });
  const given = helpIn ?? [];
  const kept = (before?.helpTexts ?? []).filter(
    (old) => !given.some(({ language }) => language === old.language),
  );
  return Object.assign(
    {},
    name !== undefined && { name },
    logo !== undefined && { logoPng: readInput(logo) },
    colour !== undefined && { colour },
    language !== undefined && { languages: language },
    timeZone !== undefined && { timeZone },
    helpText !== undefined && { help: helpText },
    Object.keys(servers).length > 0 && { mail: { ...NO_SERVERS, ...before?.mail, ...servers } },
    given.length > 0 && { helpTexts: [...kept, ...given] },
    ...clear,
  );
}

function parseHelp(argument: string): { language: string; text: string } {
  const [language = '', ...text] = argument.split('=');
  if (language === '' || text.length === 0)
    throw usageError(`--help-in ${argument}: not language=text`);
  return { language, text: text.join('=') };
}

function parseServer(argument: string): MailServer {
  const [, host = '', port = '', starttls] =
    /^([^:/]+):(\d{1,5})(\/starttls)?$/.exec(argument) ?? [];
  if (host === '') throw usageError(`${argument}: not host:port, or host:port/starttls`);
  return { host, port: Number(port), starttls: starttls !== undefined };
}

function parseCleared(field: string): Partial<Branding> {
  const cleared = Object.hasOwn(CLEARED, field) ? CLEARED[field] : undefined;
  if (cleared === undefined) {
    throw usageError(`--clear ${field}: not one of ${Object.keys(CLEARED).join(', ')}`);
  }
  return cleared;
}
