/** Who did something: a person with a ticket, or whoever a certificate names. */
export type EventActor =
  | {
      readonly kind: 'person';
      /** SPIFFE URI. */
      readonly frontEnd: string;
      /** The decision that the ticket came with. */
      readonly decisionId: string | undefined;
    }
  | {
      /** SPIFFE URI. */
      readonly certificate: string;
      /** Empty: not said. */
      readonly onBehalfOf: string;
      readonly comment: string;
      readonly decisionId?: string | undefined;
    };

/** An actor as events name it: what is empty or undefined is left out. */
export function actorData(actor: EventActor) {
  const { decisionId } = actor;
  const decision = decisionId === undefined ? {} : { decision_id: decisionId };
  if ('frontEnd' in actor) return { certificate: actor.frontEnd, ...decision };
  const { certificate, onBehalfOf, comment } = actor;
  return {
    certificate,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
    ...decision,
  };
}

/** Whom failures are counted against; what is empty is left out. */
export function ownerData({ account, address }: { account: string; address: string }) {
  return {
    ...(account === '' ? {} : { account }),
    ...(address === '' ? {} : { address }),
  };
}

/** A limit of guesses; `named` is the public part of an app password, or empty. */
export function limitData<Secret extends string, Scope extends string>(limit: {
  readonly secret: Secret;
  readonly scope: Scope;
  readonly account: string;
  readonly address: string;
  readonly named: string;
}) {
  const { secret, scope, named } = limit;
  return { secret, scope, ...ownerData(limit), ...(named === '' ? {} : { app_password: named }) };
}

/** The domain of an account, for an event's context; undefined for an empty one. */
export function domainOfAccount(account: string): string | undefined {
  return account === '' ? undefined : account.slice(account.indexOf('@') + 1);
}
