import type { Service as WireService } from '../../gen/gatepost/common/v1/common.js';
import { SERVICES, type Service } from '../../names/services.js';

/**
 * A service as its value of `gatepost.common.v1.Service`. The enum lists the services in the order
 * of SERVICES, from 1.
 */
export function serviceToWire(service: Service): WireService {
  return (SERVICES.indexOf(service) + 1) as WireService;
}

/** Undefined for SERVICE_UNSPECIFIED and for a value this version does not know. */
export function serviceFromWire(value: number): Service | undefined {
  return SERVICES[value - 1];
}
