/** The part of a generated message type that this needs. */
interface Decoder<Message> {
  decode(input: Uint8Array): Message;
}

const NOTHING = new Uint8Array();

/** A message with the given fields; every other field has its proto3 default. Nested messages are given whole. */
export function complete<Message extends object>(
  type: Decoder<Message>,
  fields: Partial<Message>,
): Message {
  return Object.assign(type.decode(NOTHING), fields);
}
