import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/index.js';
import { eventSchemas } from './event-schema.js';

// Writes docs/events: `npm run generate:docs`

const dir = join(packageRoot, 'docs', 'events');
mkdirSync(dir, { recursive: true });
for (const [name, text] of eventSchemas()) writeFileSync(join(dir, name), text);
