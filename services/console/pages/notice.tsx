import { Console, type Look } from './layout.js';

/** A page that says one thing, and what to do next. */
export function NoticePage(props: {
  look: Look;
  title: string;
  text: string;
  action: { readonly href: string; readonly text: string };
}) {
  const { look, title, text, action } = props;
  return (
    <Console look={look} title={title}>
      <main id="main">
        <h1>{title}</h1>
        <p>{text}</p>
        <a class="button" href={action.href}>
          {action.text}
        </a>
      </main>
    </Console>
  );
}
