/** A room's name: a number from 1 to 4294967294, or 1 to 64 of `A-Za-z0-9_.@-`. `123` and `"123"` are different rooms. */
export type RoomId = number | string;

/** A user's number in the platform, in decimal. What the media side names people by. */
export type TinyId = string;

/** Names another person: by tiny id where it is known, else by user id. A {@link Member} is one. */
export type Who = { readonly tinyId: TinyId } | { readonly userId: string };

/** What a member can send, one of each: voice, main picture (camera), auxiliary picture (screen; one a room). */
export type Source = 'audio' | 'main' | 'aux';

/** The two sources that can be looked at. */
export type Picture = 'main' | 'aux';

/** What a role may at most do: all; all but making rooms; enter and receive. `default`: what the ticket says. */
export type RoleType = 'default' | 'host' | 'cohost' | 'audience';

/** A role by its type, or by the name that the app gave it; then its type is the app's list's to say, unless told. */
export type Role = RoleType | { readonly name: string; readonly type?: RoleType };
