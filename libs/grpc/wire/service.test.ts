import { expect, it } from 'vitest';
import { Service as WireService } from '../../gen/gatepost/common/v1/common.js';
import { SERVICES } from '../../names/services.js';
import { serviceFromWire, serviceToWire } from './service.js';

it('gives every service its own wire value, by the name the contract has for it', () => {
  for (const service of SERVICES) {
    const wire = serviceToWire(service);
    const name = Object.entries(WireService).find(([, value]) => value === wire)?.[0];
    expect(name?.replaceAll('_', '').toLowerCase()).toBe(service.toLowerCase());
    expect(serviceFromWire(wire)).toBe(service);
  }
  expect(SERVICES.length + 1).toBe(Object.keys(WireService).length);
  expect(serviceFromWire(0)).toBeUndefined();
  expect(serviceFromWire(99)).toBeUndefined();
  expect(serviceFromWire(-1)).toBeUndefined();
});
