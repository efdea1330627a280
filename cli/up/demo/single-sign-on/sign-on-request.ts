/** A request for a sign-on that its service provider has signed. */
export interface SignOnRequest {
  readonly id: string;
  readonly acsUrl: string;
  readonly relayState: string;
}
