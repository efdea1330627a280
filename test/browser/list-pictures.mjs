// Writes docs/pages.md, which shows every picture in docs/pictures, as the last step of `npm run pictures`.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'docs');
const COLUMNS = 3;
const OF_NOTICES =
  /^(not-me|confirm-address|address-confirmed|link-over|switch-off|switched-off)\b/;
const LANGUAGE = /-(ar|de|en|es|fr|it)$/;

function pageOfPictures() {
  const names = readdirSync(join(docs, 'pictures'))
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -'.png'.length))
    // docs/console.md shows those.
    .filter((name) => !name.startsWith('console'))
    .sort();
  const parts = [
    ['Signing in', (name) => !/^my\b/.test(name) && !OF_NOTICES.test(name)],
    ['My sign-in', (name) => /^my\b/.test(name)],
    ['From a notice', (name) => OF_NOTICES.test(name)],
  ];
  const own = names.filter((name) => !LANGUAGE.test(name));
  const sections = parts.map(([title, isPart]) => section(title, own.filter(isPart)));
  const others = names.filter((name) => LANGUAGE.test(name));
  return `${[HEAD, ...sections, section('In each language', others)].join('\n\n')}\n`;
}

const HEAD = `# Every page

The pages and states of \`portal\` and mails of \`notice\`, at the width of a small telephone. \`npm run pictures\` makes them and this page. \`npm run
test:browser\` looks at each: axe-core in light and in dark, at 320 and 800 px, and whether the keyboard alone reaches everything.`;

function section(title, names) {
  const rows = [];
  for (let n = 0; n < names.length; n += COLUMNS) {
    const row = names.slice(n, n + COLUMNS);
    const cells = (texts) => `| ${[...texts, ...BLANK].slice(0, COLUMNS).join(' | ')} |`;
    rows.push(cells(row.map((name) => `![${captionOf(name)}](pictures/${name}.png)`)));
    rows.push(cells(row.map(captionOf)));
  }
  return `## ${title}\n\n${[`|${' |'.repeat(COLUMNS)}`, `|${'---|'.repeat(COLUMNS)}`, ...rows].join('\n')}`;
}

const BLANK = Array.from({ length: COLUMNS }, () => '');

function captionOf(name) {
  return name.replaceAll('-', ' ');
}

writeFileSync(join(docs, 'pages.md'), pageOfPictures());
