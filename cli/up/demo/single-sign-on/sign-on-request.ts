/** A sign-on request whose signature by the service provider was verified. */
export interface SignOnRequest {
  readonly id: string;
  readonly acsUrl: string;
  readonly relayState: string;
}
