/** A header value to send: text, which is sent as UTF-8, or octets, which are sent unchanged. */
export type HeaderValue = string | Buffer;

export type Headers = Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
