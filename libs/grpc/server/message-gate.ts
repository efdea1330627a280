import { resourceExhausted } from '../../errors/index.js';

/** Puts the messages of a call together from the frames that arrive: grpc-js's decoder. */
export interface FrameDecoder {
  write(data: Buffer): Buffer[];
}

/**
 * A flag and the length, sent before each message (gRPC over HTTP/2, "Length-Prefixed-Message").
 */
const PREFIX_OCTETS = 5;

/**
 * Checks the length of each message before the decoder buffers any of it.
 * @param options.most the longest message, in octets
 * @param options.hold called when a message begins; it refuses the message by throwing. A
 *   compressed message counts as `most`, because its real length is not known
 */
export function gateMessages(
  decoder: FrameDecoder,
  options: { readonly most: number; readonly hold: (octets: number) => void },
): FrameDecoder {
  const { most, hold } = options;
  const prefix = Buffer.alloc(PREFIX_OCTETS);
  let known = 0;
  let left = 0;
  return {
    write(data) {
      for (let at = 0; at < data.length; ) {
        if (known < PREFIX_OCTETS) {
          prefix[known] = data[at] ?? 0;
          known += 1;
          at += 1;
          if (known < PREFIX_OCTETS) continue;
          left = prefix.readUInt32BE(1);
          if (left > most) throw resourceExhausted(`the request is longer than ${most} bytes`);
          hold(prefix[0] === 0 ? left : most);
        } else {
          const taken = Math.min(left, data.length - at);
          left -= taken;
          at += taken;
        }
        if (left === 0) known = 0;
      }
      return decoder.write(data);
    },
  };
}
