import { toString as toQr } from 'qrcode';

/** A QR code as SVG, dark on white in either colour scheme, as cameras need it. */
export function drawQr(text: string): Promise<string> {
  return toQr(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
}
