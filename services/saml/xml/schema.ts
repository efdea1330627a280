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

/** The schemas of OASIS and W3C that @authenio/samlify-xmllint-wasm ships. */
const SHIPPED = 'node_modules/@authenio/samlify-xmllint-wasm/schemas';
/** Schemas that these require but do not include. */
const OWN = 'services/saml/xml/schemas';
const MESSAGE = 'message.xsd';
const FILES: readonly { readonly folder: string; readonly name: string }[] = [
  ...[MESSAGE, 'xenc-schema-11.xsd', 'exc-c14n.xsd'].map((name) => ({ folder: OWN, name })),
  ...[
    'saml-schema-protocol-2.0.xsd',
    'saml-schema-assertion-2.0.xsd',
    'xmldsig-core-schema.xsd',
    'xenc-schema.xsd',
    'XMLSchema.dtd',
    'datatypes.dtd',
  ].map((name) => ({ folder: SHIPPED, name })),
];

let compiled: XsdValidator | undefined;

/** Compiles the schemas once, when first needed. */
function validator(): XsdValidator {
  compiled ??= compile();
  return compiled;
}

function compile(): XsdValidator {
  const files = Object.fromEntries(
    FILES.map(({ folder, name }) => [name, readFileSync(join(packageRoot, folder, name))]),
  );
  // Provides only these files, so that nothing is fetched.
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const schema = XmlDocument.fromBuffer(files[MESSAGE] as Buffer, { url: MESSAGE });
  try {
    return XsdValidator.fromDoc(schema);
  } finally {
    schema.dispose();
  }
}

/** What does not fit the schemas of SAML 2.0. Undefined if everything fits. */
export function schemaProblem(text: string): string | undefined {
  try {
    withDocument(text, (document) => validator().validate(document));
    return undefined;
  } catch (error) {
    if (error instanceof XmlLibError) return messageOf(error);
    throw error;
  }
}
