/** The part of a generated message type that is needed here. */
interface Decoder<Message> {
  decode(input: Uint8Array): Message;
}

const NOTHING = new Uint8Array();

/**
 * A message with the given fields; every other field has its proto3 default. A nested message must
 * be given whole.
 */
export function complete<Message extends object>(
  type: Decoder<Message>,
  fields: Partial<Message>,
): Message {
  return Object.assign(type.decode(NOTHING), fields);
}
