import { IliveError } from './errors.js';
import type { NamedRole } from './roles.js';
import { roleFromSpear } from './wire.js';

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** The platform's number in the address (E.3): browsers and desktops. */
const PLATFORM = 0;

/** The app's roles, at the documented address (E.3). None where the server does not serve any. @throws {IliveError} 8052 for an answer that is none. */
export async function askRoles(url: string, sdkAppId: number): Promise<readonly NamedRole[]> {
  const address = `${url}/index.php?sdk_appid=${sdkAppId}&interface=Voice_Conf_Download&platform=${PLATFORM}`;
  const answer = await fetch(address, { cache: 'no-store', credentials: 'omit' });
  if (!answer.ok) return [];
  const body = object(await answer.json().catch((cause: unknown) => bad(cause)));
  const { conf } = object(body.data);
  if (body.retcode !== 0 || !Array.isArray(conf)) return bad(undefined);
  return conf.map((row: unknown) => roleFrom(object(row)));
}

function roleFrom({ role, type }: Json): NamedRole {
  if (typeof role !== 'string' || role === '' || typeof type !== 'number') return bad(undefined);
  return { name: role, type: roleFromSpear(type) };
}

function bad(cause: unknown): never {
  throw new IliveError('ilive', 8052, { subReason: 'bad_answer', message: 'the roles of the app cannot be read', cause });
}
