import type {
  Accent,
  Branding,
  GetBrandingResponse,
  MailServer,
} from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { formatFields } from '../../output/output.js';

/** The branding, with the size of the logo instead of the logo. */
export function viewBranding(domain: string, answer: GetBrandingResponse) {
  const { branding, accent, hosts } = answer;
  if (branding === undefined) return { domain, hosts };
  const { logoPng, ...rest } = branding;
  return { domain, hosts, ...rest, logoOctets: logoPng.length, accent };
}

/** How the pages of a domain look, and on which hosts they are. */
export function formatBranding(domain: string, answer: GetBrandingResponse): string {
  const { branding, accent, hosts } = answer;
  const head = formatFields([
    ['domain', domain],
    ['signs in at', hosts.join(' ') || 'no host'],
    ...(branding === undefined ? [] : fieldsOf(branding, accent)),
  ]);
  return branding === undefined
    ? `${head}\n\nnothing is set: the page looks as the installation’s does`
    : head;
}

function fieldsOf(branding: Branding, accent: Accent | undefined): [string, string][] {
  const { name, logoPng, languages, timeZone, help, helpTexts, mail } = branding;
  return [
    ['name', name],
    ['logo', logoPng.length === 0 ? '' : `PNG, ${logoPng.length} octets`],
    ['colour', formatColour(branding, accent)],
    ['languages', languages.join(', ') || 'all'],
    ['time zone', timeZone],
    ['help', help],
    ['imap', formatServer(mail?.imap)],
    ['pop3', formatServer(mail?.pop3)],
    ['smtp', formatServer(mail?.smtp)],
    ...helpTexts.map(({ language, text }): [string, string] => [`help (${language})`, text]),
  ];
}

function formatServer(server: MailServer | undefined): string {
  if (server === undefined) return '';
  return `${server.host}:${server.port}${server.starttls ? '/starttls' : ''}`;
}

/** The colour, and the corrected colour if text in it would not be legible. */
function formatColour({ colour }: Branding, accent: Accent | undefined): string {
  if (colour === '' || accent === undefined) return '';
  const { onLight, onDark } = accent;
  const corrected = [
    ...(onLight === colour ? [] : [`${onLight} on white`]),
    ...(onDark === colour ? [] : [`${onDark} on dark`]),
  ];
  return corrected.length === 0 ? colour : `${colour}; to be legible, ${corrected.join(', ')}`;
}
