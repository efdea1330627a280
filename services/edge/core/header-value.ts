/** Of a header that is sent: text, which goes out as its UTF-8 octets once, or octets as they are. */
export type HeaderValue = string | Buffer;

export type Headers = Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
