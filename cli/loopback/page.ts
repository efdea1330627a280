import { createHash } from 'node:crypto';

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}' +
  'button{font:inherit;padding:.4rem .8rem;margin:.2rem 0}dt{color:#666}dd{margin:0 0 .5rem}';

const SUBMIT = 'document.forms[0].submit()';
/** The hash of the only script that our pages run (Content Security Policy). */
export const SUBMIT_HASH = `sha256-${createHash('sha256').update(SUBMIT).digest('base64')}`;

/** Escapes a text for HTML, in content and in attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** @param body HTML */
export function formatPage(title: string, body: string): string {
  const heading = escapeHtml(title);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${heading}</title><style>${STYLE}</style></head>
<body><h1>${heading}</h1>
${body}
</body></html>
`;
}

/** A form with hidden fields and a button for each choice. */
export function formatForm(form: {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The field and value that the button adds, and its text. */
  readonly choices: readonly { name?: string; value?: string; text: string }[];
  /** Whether the form is submitted as soon as it is loaded. */
  readonly atOnce?: boolean;
}): string {
  const hidden = Object.entries(form.fields).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const buttons = form.choices.map(({ name, value = '', text }) => {
    const carries =
      name === undefined ? '' : ` name="${escapeHtml(name)}" value="${escapeHtml(value)}"`;
    return `<p><button${carries}>${escapeHtml(text)}</button></p>`;
  });
  const script = form.atOnce === true ? `<script>${SUBMIT}</script>` : '';
  return `<form method="post" action="${escapeHtml(form.action)}">${hidden.join('')}${buttons.join('')}</form>${script}`;
}
