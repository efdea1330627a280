import { policyJsonSchema } from '../../../libs/policy/language/json-schema.js';
import { defineCommand } from '../../define-command.js';

export const policySchema = defineCommand({
  usage: 'schema',
  about: 'Print the JSON Schema of policy documents, for editors; needs no server.',
  details: `An editor uses it to complete keys and to mark errors in the shape of a document while you type. Use
"policy validate" to check names and asserts.`,
  examples: ['policy schema > policy.schema.json'],
  async run({ out }) {
    const schema = policyJsonSchema();
    out.result(schema, () => JSON.stringify(schema, null, 2));
    return undefined;
  },
});
