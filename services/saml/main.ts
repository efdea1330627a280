import { runService } from '../../libs/lifecycle/index.js';
import { openBase } from '../../libs/service/index.js';
import { settings } from './config.js';
import { samlServices } from './grpc/services.js';

await runService({
  name: 'saml',
  settings,
  start: async (parts) => {
    const base = await openBase('saml', parts);
    return await base?.serve(samlServices());
  },
});
