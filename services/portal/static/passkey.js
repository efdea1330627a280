// Asks the browser for a passkey (WebAuthn Level 3 section 5.1) and posts the answer. A form with `data-passkey` holds
// the
// options. Without this script, or without passkeys in the browser, the page says what to do instead.
const form = document.querySelector('form[data-passkey]');
if (form !== null && window.PublicKeyCredential !== undefined) offer(form);

function offer(form) {
  const button = form.querySelector('[data-passkey-button]');
  const failed = form.querySelector('[data-passkey-failed]');
  const instead = form.querySelector('[data-passkey-instead]');
  const options = JSON.parse(form.dataset.passkey);
  const makes = form.dataset.passkeyMakes !== undefined;
  let autofill;
  button.hidden = false;
  instead.hidden = true;
  button.addEventListener('click', async () => {
    autofill?.abort();
    button.disabled = true;
    failed.hidden = true;
    try {
      const credential = makes
        ? await navigator.credentials.create({ publicKey: readCreation(options) })
        : await navigator.credentials.get({ publicKey: readRequest(options) });
      post(credential);
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
  if (form.dataset.passkeyAutofill !== undefined) void offerInField();

  // Lets the browser show passkeys among its suggestions in a field (conditional mediation).
  async function offerInField() {
    const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
    if (can !== true) return;
    autofill = new AbortController();
    const { signal } = autofill;
    try {
      const publicKey = readRequest(options);
      post(await navigator.credentials.get({ publicKey, signal, mediation: 'conditional' }));
    } catch {
      // The person took another way in, or the browser gave up. The button still works.
    }
  }

  function post(credential) {
    form.elements.passkey.value = JSON.stringify(write(credential));
    form.submit();
  }
}

function read(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readCredentials(list = []) {
  return list.map((each) => ({ ...each, id: read(each.id) }));
}

function readRequest(options) {
  const allowCredentials = readCredentials(options.allowCredentials);
  return { ...options, challenge: read(options.challenge), allowCredentials };
}

function readCreation(options) {
  return {
    ...options,
    challenge: read(options.challenge),
    user: { ...options.user, id: read(options.user.id) },
    excludeCredentials: readCredentials(options.excludeCredentials),
  };
}

/** Writes AuthenticationResponseJSON or RegistrationResponseJSON. */
function write({ id, rawId, type, authenticatorAttachment, response }) {
  const common = { id, rawId: text(rawId), type, clientExtensionResults: {} };
  const clientDataJSON = text(response.clientDataJSON);
  const answer =
    response.attestationObject === undefined
      ? {
          clientDataJSON,
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
          ...(response.userHandle ? { userHandle: text(response.userHandle) } : {}),
        }
      : {
          clientDataJSON,
          attestationObject: text(response.attestationObject),
          transports: response.getTransports?.() ?? [],
        };
  return {
    ...common,
    authenticatorAttachment: authenticatorAttachment ?? undefined,
    response: answer,
  };
}
