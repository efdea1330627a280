import { z } from 'zod';
import { domainSchema, starSchema, templateSchema } from './schema.js';

const documents = z.union([domainSchema, templateSchema, starSchema]);

/**
 * JSON Schema of one policy document, for editors. It checks shapes only. Names that must exist,
 * accounts that must be members and ranges without host bits are checked by the parser.
 */
export function policyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(documents, { io: 'input', reused: 'ref' });
  return {
    $schema,
    title: 'A Gatepost policy document',
    description: 'The rules of one mail domain, a template, or of every other domain ("*").',
    ...schema,
  };
}
