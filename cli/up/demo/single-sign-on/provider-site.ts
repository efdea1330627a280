import { escapeHtml, formatForm, formatPage } from '../../../loopback/page.js';
import { type Answer, type Routes, type Site, serveOnLoopback } from '../../../loopback/serve.js';
import { CliError } from '../../../output/exit.js';
import type { SignOnRequest } from './sign-on-request.js';
import type { SmallProvider } from './small-provider.js';

/** A person that one can choose to be at the provider. */
export interface Identity {
  readonly account: string;
  readonly about: string;
}

export const SIGN_ON_PATH = '/sign-on';
export const METADATA_PATH = '/metadata';

/** The provider's pages: its metadata, and a form that lists everyone. */
export function serveProvider(
  provider: SmallProvider,
  { port, people }: { port: number; people: () => readonly Identity[] },
): Promise<Site> {
  const read = async (query: string): Promise<SignOnRequest> => {
    try {
      return await provider.read(query);
    } catch {
      throw new CliError('This is no request that a service provider of mine has signed.');
    }
  };
  const routes: Routes = {
    [`GET ${METADATA_PATH}`]: () => ({
      type: 'application/samlmetadata+xml',
      body: provider.metadata,
    }),
    async [`GET ${SIGN_ON_PATH}`]({ query }): Promise<Answer> {
      await read(query);
      const choices = people().map(({ account, about }) => ({
        ...{ name: 'account', value: account },
        text: `${account}, ${about}`,
      }));
      const form = formatForm({ action: SIGN_ON_PATH, fields: { query }, choices });
      const lead = '<p>This identity provider is part of the demo. It believes everyone.</p>';
      return { body: formatPage('Sign in as', `${lead}${form}`) };
    },
    async [`POST ${SIGN_ON_PATH}`]({ form }): Promise<Answer> {
      const request = await read(form.get('query') ?? '');
      const account = form.get('account') ?? '';
      if (!people().some((person) => person.account === account)) {
        throw new CliError(`Nobody here is ${escapeHtml(account)}.`);
      }
      const { acsUrl: action, fields } = await provider.answer(request, account);
      const back = { action, fields, choices: [{ text: 'Continue' }], atOnce: true };
      return { body: formatPage('Back to where you came from', formatForm(back)) };
    },
  };
  return serveOnLoopback({ port, routes });
}
