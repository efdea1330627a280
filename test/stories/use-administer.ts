import type { ProtoClient } from '../suite/proto-client.js';
import { APPLY, filesOf } from './apply-set.js';
import type { PolicyDocument } from './read-story.js';

/** The calls that an administrator's ticket is tried with, under the console's certificate. */
const CALLS: Readonly<Record<string, (named: string) => readonly [method: string, object]>> = {
  'list-accounts': (domain) => [
    'gatepost.credential.v1.CredentialAdminService/ListAccounts',
    { domain },
  ],
  'reset-otp': (account) => ['gatepost.otp.v1.OtpAdminService/ResetAccount', { account, ...BY }],
  'end-trust': (account) => [
    'gatepost.truststore.v1.TrustAdminService/RevokeTrust',
    { account, ...BY },
  ],
};
const BY = { actor: { comment: 'as the story says' } };

/** Makes the call of `for: list-accounts:a1.example`. Undefined if the text is not about administrators. */
export function administering(
  what: string,
  ticket: string,
  { console, documents }: { console: ProtoClient; documents: readonly PolicyDocument[] },
): (() => Promise<unknown>) | undefined {
  const [, word = '', named = ''] = /^([a-z-]+):(.+)$/.exec(what) ?? [];
  const options = { ticket };
  if (word === 'apply') {
    const files = filesOf(documents.filter(({ domain }) => domain === named));
    if (files.length !== 1) throw new Error(`the story has no document of ${named}`);
    return () => console.exchange(APPLY, [{ options: {} }, ...files.map(withComment)], options);
  }
  const [method, request] = CALLS[word]?.(named) ?? [];
  if (method === undefined || request === undefined) return undefined;
  return () => console.call(method, request, options);
}

function withComment({ file }: ReturnType<typeof filesOf>[number]) {
  return { file: { ...file, content: Buffer.concat([file.content, Buffer.from('# again\n')]) } };
}
