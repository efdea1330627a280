import type { Urls } from '../core/settings.js';
import type {
  Clock,
  Log,
  Mac,
  Random,
  SamlStore,
  TrustStore,
  Xml,
  YieldToEventLoop,
} from '../ports.js';

export interface LogoutParts {
  readonly store: SamlStore;
  readonly xml: Xml;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly urls: Urls;
  readonly trustStore: TrustStore;
  readonly yieldToEventLoop: YieldToEventLoop;
}
