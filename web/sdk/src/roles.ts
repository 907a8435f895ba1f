import { asIliveError, refused, type IliveError } from './errors.js';
import type { Role, RoleType } from './types/ids.js';

/** A role with its type: what a room is entered with. */
export interface NamedRole {
  readonly name: string;
  readonly type: RoleType;
}

/** The app's roles as far as they are known (E.3); none: not fetched, so every name is sent as it is. */
export class Roles {
  #known: readonly NamedRole[];

  /**
   * @param strict whether an unknown one is refused.
   * @param known without asking.
   */
  constructor(
    private readonly strict: boolean,
    known: readonly NamedRole[] = [],
  ) {
    this.#known = known;
  }

  handleKnown(roles: readonly NamedRole[]): void {
    if (roles.length > 0) this.#known = roles;
  }

  /** Asks the server. Roles that cannot be had fail nothing: an answer that cannot be read is told. */
  async fetch(ask: () => Promise<readonly NamedRole[]>, warn: (error: IliveError) => void): Promise<void> {
    try {
      this.handleKnown(await ask());
    } catch (thrown) {
      const error = asIliveError(thrown);
      if (error.code === 8052) warn(error.with({ delivery: 'event' }));
    }
  }

  /** The type that goes with a name. @throws {IliveError} `av` 1 `role_not_exists` in strict mode, once the roles are known. */
  resolve(role: Role): NamedRole {
    if (typeof role === 'string') return { name: '', type: role };
    if (role.name === '') return { name: '', type: role.type ?? 'default' };
    const found = this.#known.find(({ name }) => name === role.name);
    if (!found && this.strict && this.#known.length > 0) throw refused('av', 1, 'role_not_exists', `the app has no role ${role.name}`);
    return { name: role.name, type: role.type ?? found?.type ?? 'default' };
  }
}
