/** Maps the names in policy documents and stories to those of the .proto files. */
export const SERVICE_ENUM: Readonly<Record<string, string>> = {
  WebUI: 'SERVICE_WEB_UI',
  WebAdminUI: 'SERVICE_WEB_ADMIN_UI',
  Imap: 'SERVICE_IMAP',
  Pop3: 'SERVICE_POP3',
  Smtp: 'SERVICE_SMTP',
  EAS: 'SERVICE_EAS',
  Dav: 'SERVICE_DAV',
  SOAP: 'SERVICE_SOAP',
  Sieve: 'SERVICE_SIEVE',
  MobileApp: 'SERVICE_MOBILE_APP',
  DesktopApp: 'SERVICE_DESKTOP_APP',
  Chat: 'SERVICE_CHAT',
  Cli: 'SERVICE_CLI',
};

const FACTOR_NAMES: Readonly<Record<string, string>> = {
  FACTOR_PASSWORD: 'password',
  FACTOR_APP_PASSWORD: 'app-password',
  FACTOR_OTP: 'otp',
  FACTOR_SAML: 'saml',
  FACTOR_OTP_ENROLMENT: 'otp-enrolment',
  FACTOR_PASSKEY: 'passkey',
  FACTOR_SESSION: 'session',
  FACTOR_PASSKEY_ENROLMENT: 'passkey-enrolment',
};

/** Turns a factor of the .proto files into its name in documents. */
export function factorName(value: string): string {
  return FACTOR_NAMES[value] ?? value;
}

/** Turns `TRUST_KIND_IP` into `ip`. */
export function trustKindName(value: string): string {
  return value.replace('TRUST_KIND_', '').toLowerCase();
}
