import * as z from 'zod';
import { baseSettings } from '../../libs/service/index.js';

export const settings = z.strictObject({ ...baseSettings(['audit']) });
