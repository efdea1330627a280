import { renderToStaticMarkup } from 'preact-render-to-string';
import { isLanguage, type Language, type Translator } from '../../../libs/i18n/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { programOf } from '../../../libs/user-agent/index.js';
import { canBeDisowned, isOptional, PLANS } from '../core/kinds.js';
import type { Link } from '../core/link.js';
import type { Facts, Notice } from '../core/notice.js';
import type { ClaimedMail, DomainStyle, Letter } from '../ports.js';

export interface ComposeParts {
  readonly translate: (language: Language) => Translator;
  readonly styleOf: (domain: string) => Promise<DomainStyle>;
  /** Used if neither the person's language is known nor the domain sets one. */
  readonly language: Language;
  readonly name: string;
  /** Address of a domain's administrators. `{domain}` is replaced by the domain. */
  readonly administrators: string;
  /** The right-hand side of a Message-ID. */
  readonly idDomain: string;
  /** A page that takes away what was gained since. Undefined if the domain’s people have no sign-in page. */
  readonly disownUrl: (notice: Notice) => Promise<string | undefined>;
  /** A page of the account’s sign-in host for one of our links. Undefined if there is no such host. */
  readonly linkUrl: (account: string, link: Link) => string | undefined;
  /** The account's own page. Undefined if there is no sign-in host. */
  readonly ownUrl: (account: string) => string | undefined;
}

/** One block of a mail: what happened, and its facts. */
interface Block {
  readonly text: string;
  readonly facts: readonly string[];
}

interface Page {
  readonly say: Translator;
  readonly subject: string;
  readonly greeting: string;
  readonly lead: string | undefined;
  readonly blocks: readonly Block[];
  readonly more: string | undefined;
  readonly link: string | undefined;
  /** The messages for the link: `…-link` is its label, `…-note` stands below it. */
  readonly linkWords: 'not-mine' | 'confirm' | 'new-passkey' | 'enrol';
  /** URL at which this kind can be switched off. */
  readonly off: string | undefined;
  /** Whether the mail asks the person if it was them. */
  readonly asks: boolean;
  readonly name: string;
  readonly help: string;
}

/**
 * A mail in the person’s language, as text and as HTML (RFC 2046 section 5.1.4). Names chosen by people or strangers
 * (devices, programs, authenticators) appear only in its body, never in a header.
 */
export async function compose(parts: ComposeParts, mail: ClaimedMail): Promise<Letter> {
  const domain = domainOfAccount(mail.account);
  const style = await parts.styleOf(domain);
  // Mails to administrators use their domain's language.
  const wished = [mail.kind === 'disowned' ? undefined : mail.language, style.language];
  const language = wished.find((one) => one !== undefined && isLanguage(one)) ?? parts.language;
  const say = parts.translate(language);
  const page = await pageOf(parts, mail, style, say);
  return {
    // A copy has the same id, so that a person who forwards one address to the other gets it only once.
    messageId: `${mail.about ?? mail.id}.${mail.kind}@${parts.idDomain}`,
    to:
      mail.kind === 'disowned'
        ? parts.administrators.replace('{domain}', domain)
        : (mail.sentTo ?? mail.account),
    unsubscribe: page.off,
    subject: page.subject,
    text: textOf(page),
    html: `<!doctype html>${renderToStaticMarkup(<Html {...page} />)}`,
    language,
  };
}

async function pageOf(
  parts: ComposeParts,
  mail: ClaimedMail,
  style: DomainStyle,
  say: Translator,
): Promise<Page> {
  const { kind, account } = mail;
  const shared = {
    say,
    subject: say(`subject-${kind}`),
    greeting: say(kind === 'disowned' ? 'greeting-administrator' : 'greeting', { account }),
    name: style.name || parts.name,
    help: style.help,
    ...({ linkWords: 'not-mine', off: undefined } as const),
  };
  if (kind === 'confirm-address') {
    const link = parts.linkUrl(account, { for: 'confirm', id: mail.id });
    if (link === undefined) throw new Error('the domain has no sign-in page');
    const text = say('text-confirm-address', { account });
    return {
      ...shared,
      greeting: say('greeting-confirm-address'),
      ...{ lead: undefined, blocks: [{ text, facts: [] }], more: undefined, asks: false, link },
      linkWords: 'confirm',
    };
  }
  if (kind === 'digest') {
    return {
      ...shared,
      lead: say('text-digest'),
      blocks: mail.listed.map((one) => blockOf(say, one)),
      more: mail.more > 0 ? say('digest-more', { n: mail.more }) : undefined,
      ...{ link: undefined, asks: true },
    };
  }
  const notice: Notice = { ...mail, kind, id: mail.about ?? mail.id };
  const off = isOptional(kind)
    ? parts.linkUrl(account, { for: 'switch-off', account, kind })
    : undefined;
  const asks = canBeDisowned(kind) && mail.facts.byAdministrator !== true;
  const page = { ...shared, off, lead: undefined, blocks: [blockOf(say, notice)], asks };
  const { newHost } = mail.facts;
  if (newHost !== undefined) {
    const link = `${newHost}/my/confirm?act=passkey`;
    return { ...page, more: undefined, link, linkWords: 'new-passkey' };
  }
  if (kind === 'enrolment-due') {
    return { ...page, more: undefined, link: parts.ownUrl(account), linkWords: 'enrol' };
  }
  return { ...page, more: undefined, link: asks ? await parts.disownUrl(notice) : undefined };
}

function blockOf(say: Translator, notice: Pick<Notice, 'kind' | 'at' | 'facts'>): Block {
  return { text: say(`text-${notice.kind}`), facts: factLines(say, notice) };
}

function factLines(
  say: Translator,
  { kind, at, facts }: Pick<Notice, 'kind' | 'at' | 'facts'>,
): string[] {
  const fact = (name: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [say(`fact-${name}`, { value })];
  return [
    // A plan has no time at which it happened.
    ...fact('time', PLANS.includes(kind) ? undefined : say.time(at)),
    ...fact('service', serviceWords(say, facts)),
    ...fact('program', printable(programOf(facts.userAgent))),
    ...fact('address', facts.address),
    ...fact('label', printable(facts.label)),
    ...fact('mailbox', facts.mailbox),
    ...fact(kind === 'recovery-code-used' ? 'left' : 'made', facts.count?.toString()),
    ...fact('old-host', facts.oldHost),
    ...fact('new-host', facts.newHost),
    ...untilLine(say, { kind, facts }),
    ...(facts.byAdministrator === true ? [say('fact-administrator')] : []),
  ];
}

function untilLine(say: Translator, { kind, facts }: Pick<Notice, 'kind' | 'facts'>): string[] {
  const { until } = facts;
  if (until === undefined) return [];
  if (!PLANS.includes(kind)) return [say('fact-until', { value: say.time(until) })];
  // Adds the year, because the plan may be for another one.
  const zone = 'UTC';
  return [
    say('fact-until-day', { day: say.dayOfYear(until, zone), time: say.clockTime(until, zone) }),
  ];
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  Imap: 'IMAP',
  Pop3: 'POP3',
  Smtp: 'SMTP',
  SOAP: 'SOAP',
  Cli: 'CLI',
};

function serviceWords(say: Translator, { service }: Facts): string | undefined {
  if (service === undefined) return undefined;
  const protocol = PROTOCOLS[service];
  return protocol === undefined ? say(`service-${service}`) : say('service-mail', { protocol });
}

/**
 * A name that somebody chose, reduced to one line, so that it can neither add lines to a mail nor change the text
 * direction.
 */
function printable(text: string | undefined): string | undefined {
  return text
    ?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, 64)
    .replaceAll('://', ' ')
    .replace(/\.(?=[\p{L}\p{N}]*\p{L})/gu, '. ');
}

function closing({ say, link, asks }: Page): string[] {
  if (!asks) return [];
  const way = link === undefined ? [say('not-mine-administrator')] : [say('not-mine')];
  return [say('mine'), ...way];
}

function textOf(page: Page): string {
  const { greeting, lead, blocks, more, link, say, help, name } = page;
  const body = [
    greeting,
    ...(lead === undefined ? [] : [lead]),
    ...blocks.map(({ text, facts }) => [text, '', ...facts.map((line) => `  ${line}`)].join('\n')),
    ...(more === undefined ? [] : [more]),
    ...closing(page),
    ...(link === undefined ? [] : [link, say(`${page.linkWords}-note`)]),
    ...(page.asks || page.linkWords === 'enrol' ? [say('never-asks')] : []),
    ...(page.off === undefined ? [] : [say('switch-off'), page.off]),
    ...(help === '' ? [] : [help]),
    `-- \n${name}`,
  ];
  return `${body.join('\n\n')}\n`;
}

const BODY = {
  'font-family': 'system-ui, sans-serif',
  'font-size': '16px',
  'line-height': '1.5',
  'max-width': '36em',
  margin: '0 auto',
  padding: '16px',
};
const BUTTON = {
  display: 'inline-block',
  padding: '10px 16px',
  'border-radius': '6px',
  border: '2px solid currentColor',
  color: 'inherit',
  'font-weight': '600',
};

/** The link has the colour of the text, which is legible on any background of a mail program. */
const LINK = { color: 'inherit' };

function Html(page: Page) {
  const { say, subject, greeting, lead, blocks, more, link, linkWords, off } = page;
  const { help, name, asks } = page;
  return (
    <html lang={say.language} dir={say.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={BODY}>
        <main>
          <h1 style={{ 'font-size': '20px' }}>{subject}</h1>
          <p>{greeting}</p>
          {lead && <p>{lead}</p>}
          {blocks.map(({ text, facts }) => (
            <section>
              <p>{text}</p>
              <ul>
                {facts.map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </section>
          ))}
          {more && <p>{more}</p>}
          {closing(page).map((line) => (
            <p>{line}</p>
          ))}
          {link && (
            <p>
              <a href={link} style={BUTTON}>
                {say(`${linkWords}-link`)}
              </a>
            </p>
          )}
          {link && <p>{say(`${linkWords}-note`)}</p>}
          {(asks || linkWords === 'enrol') && <p>{say('never-asks')}</p>}
          {off && (
            <p>
              <a href={off} style={LINK}>
                {say('switch-off')}
              </a>
            </p>
          )}
          {help && <p dir="auto">{help}</p>}
          <hr />
          <p dir="auto">{name}</p>
        </main>
      </body>
    </html>
  );
}
