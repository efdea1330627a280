import { X509Certificate } from 'node:crypto';
import { Binding, type Settings } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { formatFields } from '../../output/output.js';

/** Settings with names instead of numbers; certificates by what identifies them. */
export function viewSettings({ providerCertificates, requestBinding, ...settings }: Settings) {
  return {
    ...settings,
    requestBinding: requestBinding === Binding.POST ? 'post' : 'redirect',
    providerCertificates: providerCertificates.map(viewCertificate),
  };
}

function viewCertificate(pem: string) {
  const { subject, validTo, fingerprint256 } = new X509Certificate(pem);
  const notAfter = new Date(validTo).toISOString();
  return { subject: (subject ?? '').replaceAll('\n', ', '), notAfter, fingerprint256, pem };
}

/** The single sign-on settings of a domain as fields. */
export function formatSettings(settings: Settings | undefined): string {
  if (settings === undefined) return 'no settings';
  const view = viewSettings(settings);
  const yes = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
  return formatFields([
    ['domain', `${view.domain}, version ${view.version}`],
    ['provider', view.providerEntityId],
    ['sign-on', view.providerSsoUrl],
    ['logout', view.providerSloUrl],
    ['logout answers', view.providerSloResponseUrl],
    ...view.providerCertificates.map(
      ({ subject, notAfter }) => ['certificate', `${subject}, until ${notAfter}`] as const,
    ),
    ['our entity ID', view.entityId],
    ...Object.entries(view.acsUrls).map(([name, url]) => [`ACS ${name}`, url] as const),
    ['requests by', view.requestBinding],
    ['sign requests', yes(view.signRequests)],
    ['require encryption', yes(view.requireEncryption)],
    ['allow CBC', yes(view.allowCbc)],
    ['account attribute', view.accountAttribute],
    ['map domain', view.mapDomain],
    ['skew', view.skewSeconds === undefined ? '' : `${view.skewSeconds} s`],
    ['force authn', yes(view.forceAuthn)],
    ['requested context', view.requestedContext],
    ['allow unsolicited', yes(view.allowUnsolicited)],
    ['logout revokes trust', yes(view.logoutRevokesTrust)],
  ]);
}
