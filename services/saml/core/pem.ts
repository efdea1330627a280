/** A certificate as metadata and signatures contain it: base64 without PEM armour. */
export function certificateBody(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

/** Reverses `certificateBody`. */
export function certificatePem(body: string): string {
  const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/**
 * The certificates of one `X509Certificate` element, PEM. The element should hold one without armour (xmldsig-core1
 * 4.5.4). Some providers write PEM armour, or several certificates in a row, with or without armour.
 * @returns undefined if the text is not base64 of certificates
 */
export function certificatesIn(text: string): string[] | undefined {
  // Each base64 value ends with armour or padding. If a certificate needs no padding, the next one follows directly.
  const values = text
    .split(/-----(?:BEGIN|END)[A-Z0-9 ]*-----/)
    .flatMap((part) => part.replaceAll(/\s/g, '').match(/[^=]+=*/g) ?? []);
  if (values.length === 0 || !values.every((value) => /^[A-Za-z0-9+/]+={0,2}$/.test(value))) {
    return undefined;
  }
  const certificates: string[] = [];
  let rest = Buffer.concat(values.map((value) => Buffer.from(value, 'base64')));
  while (rest.length > 0) {
    const length = sequenceLength(rest);
    if (length === undefined || length > rest.length) return undefined;
    certificates.push(certificatePem(rest.subarray(0, length).toString('base64')));
    rest = rest.subarray(length);
  }
  return certificates;
}

/**
 * Length in octets of the SEQUENCE at the start of the DER, including its header (X.690, 8.1.3). Undefined if there is
 * none.
 */
function sequenceLength(der: Buffer): number | undefined {
  const first = der[1];
  if (der[0] !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const octets = first - 0x80;
  if (octets < 1 || octets > 3 || der.length < 2 + octets) return undefined;
  return 2 + octets + der.readUIntBE(2, octets);
}
