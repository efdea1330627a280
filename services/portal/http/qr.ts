import { toString as toQr } from 'qrcode';

/** A QR code as SVG, dark on white whatever the page's colours are: cameras want it so. */
export function drawQr(text: string): Promise<string> {
  return toQr(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
}
