type Values = Readonly<Record<string, unknown>>;

/** The parts of a recorded login that other schemas have a place for. Absent parts are undefined. */
export interface LoginView {
  readonly id: string;
  /** RFC 3339. */
  readonly time: string;
  readonly source: string;
  readonly account: string | undefined;
  readonly domain: string | undefined;
  readonly clientIp: string | undefined;
  readonly peerIp: string | undefined;
  readonly service: string | undefined;
  readonly frontEnd: string | undefined;
  readonly decision: string;
  readonly reason: string | undefined;
  readonly rule: string | undefined;
  readonly policy: string | undefined;
  readonly proved: readonly string[];
  readonly sessionId: string | undefined;
  readonly userAgent: string | undefined;
  /** Ids of what the login used. */
  readonly used: Values | undefined;
}

/** Reads a login from a recorded event. Undefined for any other event. */
export function loginIn(event: Values): LoginView | undefined {
  if (event.type !== 'gatepost.login.v1') return undefined;
  const data = valuesIn(event.data);
  const account = textIn(data, 'account');
  return {
    id: String(event.id),
    time: String(event.time),
    source: String(event.source),
    account,
    domain: textIn(event, 'domain') ?? account?.slice(account.lastIndexOf('@') + 1),
    clientIp: textIn(data, 'client_ip'),
    peerIp: textIn(data, 'peer_ip'),
    service: textIn(data, 'service'),
    frontEnd: textIn(data, 'front_end'),
    decision: String(data.decision),
    reason: textIn(data, 'reason'),
    rule: textIn(data, 'rule'),
    policy: textIn(valuesIn(data.policy), 'document'),
    proved: Array.isArray(data.proved) ? data.proved.map(String) : [],
    sessionId: textIn(valuesIn(data.session), 'id'),
    userAgent: textIn(data, 'user_agent'),
    used: data.used === undefined ? undefined : valuesIn(data.used),
  };
}

/** Whether two or more factors were proved, or one that counts as more than one. */
export function isMultiFactor({ proved }: LoginView): boolean {
  return proved.length > 1 || proved.includes('passkey');
}

function valuesIn(value: unknown): Values {
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}

function textIn(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
