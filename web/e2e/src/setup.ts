import { existsSync } from 'node:fs';
import { SDK_BUNDLE, chromiumBinary, serverBinary } from './files.js';

/** Says at once what is missing, instead of failing in every test. */
export default function setup(): void {
  serverBinary();
  chromiumBinary();
  if (!existsSync(SDK_BUNDLE)) throw new Error('the SDK is not built: `npm run build`');
}
