import type { AdapterPayload, ClientAuthMethod } from 'oidc-provider';
import type { Client } from '../ports/clients.js';

/** A property of clients that do not use PKCE (RFC 7636). */
export const WITHOUT_PKCE = 'without_pkce';

/**
 * A registered client in oidc-provider's form. A client with a secret may use either method of RFC 6749, section 2.3.1;
 * the metadata name the one that this request uses.
 *
 * @param authorization the request's header
 */
export function metadataOf(
  client: Client | undefined,
  authorization: string | undefined,
): AdapterPayload | undefined {
  const { openid } = client ?? {};
  if (client === undefined || openid === undefined) return undefined;
  const { isPublic, redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = openid;
  const basic = authorization?.toLowerCase().startsWith('basic ') === true;
  const method: ClientAuthMethod = isPublic
    ? 'none'
    : basic
      ? 'client_secret_basic'
      : 'client_secret_post';
  const isNative = isPublic && redirectUris.every((uri) => !uri.startsWith('https:'));
  return {
    client_id: client.id,
    client_name: client.name,
    application_type: isNative ? 'native' : 'web',
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    // Only the secret's hash is stored, and the hash of a presented secret is compared with it.
    ...(isPublic ? {} : { client_secret: openid.secretHash.toString('hex') }),
    ...(backchannelLogoutUri === undefined
      ? {}
      : {
          backchannel_logout_uri: backchannelLogoutUri,
          backchannel_logout_session_required: true,
        }),
    [WITHOUT_PKCE]: !isPublic && openid.withoutPkce,
  };
}
