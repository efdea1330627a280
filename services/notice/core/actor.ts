/** Who changed something: a person with a ticket or a link, or an administrator. */
export type Actor =
  | {
      readonly kind: 'person';
      /** SPIFFE URI. */
      readonly frontEnd: string;
      /** Of the ticket; undefined: a link in a mail. */
      readonly decisionId: string | undefined;
    }
  | {
      readonly kind: 'admin';
      /** SPIFFE URI. */
      readonly certificate: string;
      readonly onBehalfOf: string;
      readonly comment: string;
    };
