import { policyJsonSchema } from '../../../libs/policy/language/json-schema.js';
import { defineCommand } from '../../define-command.js';

export const policySchema = defineCommand({
  usage: 'schema',
  about: 'Print the JSON Schema of policy documents, for editors; needs no server.',
  details: `With it an editor completes keys and marks what has another shape while a document is typed.
Names that must exist, and what must hold, "policy validate" checks.`,
  examples: ['policy schema > policy.schema.json'],
  async run({ out }) {
    const schema = policyJsonSchema();
    out.result(schema, () => JSON.stringify(schema, null, 2));
    return undefined;
  },
});
