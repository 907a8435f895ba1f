/** A command of the director (docs/design/conformance.md). */
export interface Command {
  readonly seq: number;
  readonly actor: string;
  readonly verb: string;
  readonly keys: Keys;
}

export type Keys = Readonly<Record<string, string>>;

/** @throws {Error} for a line that is none. */
export function parse(line: string): Command {
  const [seq = '', actor = '', verb = '', ...pairs] = line.split(' ');
  if (!/^\d+$/.test(seq) || verb === '') throw new Error(`no command: ${line}`);
  const keys = pairs.filter((pair) => pair !== '').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))] as const;
  });
  return { seq: Number(seq), actor, verb, keys: Object.fromEntries(keys) };
}
