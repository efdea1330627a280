export { type CloseStack, createCloseStack } from './close-stack.js';
export { runService, type ServiceParts } from './run-service.js';
