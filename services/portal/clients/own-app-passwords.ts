import { AppPasswordServiceService as AppPasswords } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire, serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { OwnAppPasswords } from '../ports/own.js';

/** Reads and changes a person's app passwords at credential, which checks the ticket. */
export function ownAppPasswords(parts: { credential: Peer; deadlineMs: number }): OwnAppPasswords {
  const { credential, deadlineMs } = parts;
  const once = { deadlineMs };
  return {
    async list(ticket) {
      const answer = await credential.unary(AppPasswords.listOwnAppPasswords, { ticket }, once);
      return answer.appPasswords.map((each) => ({
        ...{ id: each.id, label: each.label, isEnabled: each.enabled },
        services: each.services.flatMap((service) => serviceFromWire(service) ?? []),
        createdAt: each.createdAt?.getTime() ?? 0,
        lastUsedAt: each.lastUsedAt?.getTime(),
        lastAddress: each.lastUsedIp,
        expiresAt: each.expiresAt?.getTime(),
        isOneFactor: each.onOneFactor,
      }));
    },
    async make(ticket, { label, services, expiresAt }) {
      const request = {
        ...{ ticket, label, services: services.map(serviceToWire) },
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      };
      const made = await credential.unary(AppPasswords.createOwnAppPassword, request, once);
      return made.secret;
    },
    async end(ticket, [id = '', ...moreIds]) {
      await credential.unary(AppPasswords.revokeOwnAppPassword, { ticket, id, moreIds }, once);
    },
  };
}
