/** What a login is for, under the names used in the field. EAS is Exchange ActiveSync. */
export const SERVICES = [
  'WebUI',
  'WebAdminUI',
  'Imap',
  'Pop3',
  'Smtp',
  'EAS',
  'Dav',
  'SOAP',
  'Sieve',
  'MobileApp',
  'DesktopApp',
  'Chat',
  'Cli',
] as const;

export type Service = (typeof SERVICES)[number];

/** The services whose front-end can ask the person for more, unless the request says otherwise. */
export const INTERACTIVE_SERVICES: readonly Service[] = [
  'WebUI',
  'WebAdminUI',
  'MobileApp',
  'DesktopApp',
];

/** All services as a set of bits. */
export const ALL_SERVICES = (1 << SERVICES.length) - 1;

const BITS = new Map<string, number>(SERVICES.map((service, index) => [service, 1 << index]));

/** Names are compared exactly: `imap` is not a service. */
export function isService(text: string): text is Service {
  return BITS.has(text);
}

/** Whether the service's front-end can ask the person for another factor. */
export function isInteractive(service: Service): boolean {
  return INTERACTIVE_SERVICES.includes(service);
}

/** The service as one bit. A set of services is these bits or-ed. */
export function serviceBit(service: Service): number {
  return BITS.get(service) as number;
}

/** The services in a set of bits, in the order of `SERVICES`. Other bits are ignored. */
export function servicesOf(bits: number): Service[] {
  return SERVICES.filter((service) => (bits & serviceBit(service)) !== 0);
}
