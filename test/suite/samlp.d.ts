declare module 'samlp' {
  /** What answers a request for a login, as a handler of express. */
  type Handler = (
    request: object,
    response: { send(status: number): void; set(name: string, value: string): void },
    next: (error: unknown) => void,
  ) => void;
  const samlp: { auth(options: object): Handler };
  export default samlp;
}
