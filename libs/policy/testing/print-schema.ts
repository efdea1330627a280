import { policyJsonSchema } from '../language/json-schema.js';

// node dist/libs/policy/testing/print-schema.js > docs/policy.schema.json
console.log(JSON.stringify(policyJsonSchema(), null, 2));
