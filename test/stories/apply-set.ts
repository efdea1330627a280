import { stringify } from 'yaml';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import type { PolicyDocument } from './read-story.js';

export const APPLY = 'gatepost.policy.v1.PolicyAdminService/Apply';

/** Applies documents as one set, and waits until every replica serves it. Returns the last message of the answer. */
export async function applySet(
  admin: ProtoClient,
  documents: readonly PolicyDocument[],
  options: { readonly ticket?: string } = {},
): Promise<Message> {
  const files = filesOf(documents);
  const ask = async () =>
    (await admin.exchange(APPLY, [{ options: {} }, ...files], options)).at(-1);
  const first = await ask();
  let last = first;
  while (isLate(last)) last = await ask();
  return first;
}

/** A replica that is late on a busy machine still decides by the revision before. */
function isLate({ applied }: Message): boolean {
  const { replicas = [], revision } = applied ?? {};
  return replicas.some((replica: Message) => BigInt(replica.revision) < BigInt(revision));
}

/** A message of Apply for each document. */
export function filesOf(documents: readonly PolicyDocument[]) {
  return documents.map((document) => ({
    file: {
      name: `${nameOf(document).replace(':', '-')}.yaml`,
      content: Buffer.from(stringify(document)),
      documents: [nameOf(document)],
    },
  }));
}

function nameOf(document: PolicyDocument): string {
  return document.template === undefined ? `${document.domain}` : `template:${document.template}`;
}
