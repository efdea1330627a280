import { stringify } from 'yaml';
import type { ProtoClient } from '../suite/proto-client.js';
import type { PolicyDocument } from './read-story.js';

export const APPLY = 'gatepost.policy.v1.PolicyAdminService/Apply';

/** Applies documents as one set. Returns the last message of the answer. */
export async function applySet(
  admin: ProtoClient,
  documents: readonly PolicyDocument[],
  options: { readonly ticket?: string } = {},
) {
  const answers = await admin.exchange(APPLY, [{ options: {} }, ...filesOf(documents)], options);
  return answers.at(-1);
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
