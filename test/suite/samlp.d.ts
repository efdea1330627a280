declare module 'samlp' {
  /** Answers a login request, as a handler of express. */
  type Handler = (
    request: object,
    response: { send(status: number): void; set(name: string, value: string): void },
    next: (error: unknown) => void,
  ) => void;
  const samlp: { auth(options: object): Handler };
  export default samlp;
}
