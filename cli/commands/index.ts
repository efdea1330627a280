import type { Node } from '../define-command.js';
import { up } from '../up/up.js';
import { ACCESS } from './access/index.js';
import { ACCOUNT } from './account/index.js';
import { APP_PASSWORD } from './app-password/index.js';
import { AUDIT } from './audit/index.js';
import { authorize } from './authorize.js';
import { CREDENTIAL } from './credential/index.js';
import { DEPLOY } from './deploy/index.js';
import { ENROLMENT } from './enrolment/index.js';
import { health } from './health.js';
import { NOTICE } from './notice/index.js';
import { OTP } from './otp/index.js';
import { PASSKEY } from './passkey/index.js';
import { POLICY } from './policy/index.js';
import { PORTAL } from './portal/index.js';
import { SAML } from './saml/index.js';
import { THROTTLE } from './throttle/index.js';
import { TRUST } from './trust/index.js';

/** All commands, in the order in which `--help` lists them. */
export const COMMANDS: readonly Node[] = [
  up,
  authorize,
  POLICY,
  ACCOUNT,
  CREDENTIAL,
  APP_PASSWORD,
  OTP,
  PASSKEY,
  ENROLMENT,
  SAML,
  PORTAL,
  NOTICE,
  TRUST,
  THROTTLE,
  AUDIT,
  health,
  ACCESS,
  DEPLOY,
];
