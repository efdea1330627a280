import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes a connection on which more than `most` requests wait for their answers. Node begins each request that it has
 * read, whether or not the requests before it are answered (pipelining, RFC 9112 section 9.3.2). It stops reading only
 * once answers wait to be sent, so that without a limit a peer begins as many requests as it can send.
 */
export function limitUnanswered(handle: RequestListener, most: number): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > most || socket.destroyed) return void socket.destroy();
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    handle(request, response);
  };
}
