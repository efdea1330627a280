import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { packageRoot } from '../../../libs/config/index.js';
import { messageOf, withDocument } from './parse.js';

/** The schemas of OASIS and W3C, as @authenio/samlify-xmllint-wasm ships them. */
const FOLDER = 'node_modules/@authenio/samlify-xmllint-wasm/schemas';
const PROTOCOL = 'saml-schema-protocol-2.0.xsd';
const IMPORTED = [
  'saml-schema-assertion-2.0.xsd',
  'xmldsig-core-schema.xsd',
  'xenc-schema.xsd',
  'XMLSchema.dtd',
  'datatypes.dtd',
];

let compiled: XsdValidator | undefined;

/** Compiled when first needed, once. */
function validator(): XsdValidator {
  compiled ??= compile();
  return compiled;
}

function compile(): XsdValidator {
  const read = (name: string) => readFileSync(join(packageRoot, FOLDER, name));
  const files = Object.fromEntries([PROTOCOL, ...IMPORTED].map((name) => [name, read(name)]));
  // Serves these names and no other: nothing is fetched.
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const schema = XmlDocument.fromBuffer(read(PROTOCOL), { url: PROTOCOL });
  try {
    return XsdValidator.fromDoc(schema);
  } finally {
    schema.dispose();
  }
}

/** What does not fit the schemas of SAML 2.0; undefined: all does. */
export function schemaProblem(text: string): string | undefined {
  try {
    withDocument(text, (document) => validator().validate(document));
    return undefined;
  } catch (error) {
    if (error instanceof XmlLibError) return messageOf(error);
    throw error;
  }
}
