import type { IncomingMessage, ServerResponse } from 'node:http';

/** Octets that fit into an address. */
const MOST = 8 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Answers a form that a client's page posts with a redirect to the same request as a GET (OpenID Connect Core 1.0,
 * section 3.1.2.1; RP-Initiated Logout 1.0, section 2). Browsers do not send our cookies with another site's form,
 * but do with the redirect.
 *
 * @param path on this host
 */
export async function postAsGet(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const refuse = (status: number) => response.writeHead(status, { connection: 'close' }).end();
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() !== FORM) return void refuse(415);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST) return void refuse(413);
      chunks.push(chunk);
    }
  } catch {
    // The client closed the connection.
    return void response.destroy();
  }
  const query = new URLSearchParams(Buffer.concat(chunks).toString());
  response.writeHead(303, { location: `${path}?${query}`, 'cache-control': 'no-store' }).end();
}
