import { usageError } from '../../output/exit.js';

/**
 * The text of a file without its byte order mark: UTF-8, or UTF-16 if it begins with that mark, as
 * PowerShell and spreadsheets write it.
 * @throws CliError if the file is compressed
 */
export function textOf(content: Buffer): string {
  if (content[0] === 0x1f && content[1] === 0x8b) {
    throw usageError('the file is compressed: unpack it first, such as with gunzip');
  }
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return content.subarray(2).toString('utf16le');
  if (first === 0xfe && second === 0xff) {
    const even = content.subarray(2, content.length - (content.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  return content.toString('utf8').replace(/^\ufeff/, '');
}
