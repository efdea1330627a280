import type { EventDefinition } from '../define-event.js';
import * as audit from './audit.js';
import * as credential from './credential.js';
import * as edge from './edge.js';
import { login } from './login.js';
import * as notice from './notice.js';
import * as otp from './otp.js';
import * as passkey from './passkey.js';
import * as policy from './policy.js';
import * as portal from './portal.js';
import * as saml from './saml.js';
import * as stream from './stream.js';
import * as trust from './trust.js';

type Nested = EventDefinition | Readonly<Record<string, EventDefinition>>;

function isDefinition(value: Nested): value is EventDefinition {
  return 'data' in value && 'tokens' in value;
}

/** Every type of event, by its type. */
export const EVENT_DEFINITIONS: ReadonlyMap<string, EventDefinition> = new Map(
  [
    login,
    ...[audit, credential, edge, notice, otp, passkey, policy, portal, saml, stream, trust].flatMap(
      definitionsIn,
    ),
  ].map((definition) => [definition.type, definition]),
);

function definitionsIn(module: object): EventDefinition[] {
  return (Object.values(module) as Nested[]).flatMap((value) =>
    isDefinition(value) ? [value] : Object.values(value),
  );
}
