import './avatar.css';

/** How many colours avatars and names come in; the classes are in `avatar.css`. */
const TONES = 6;

/** The same number for the same text, so that a person keeps their colour. */
export function toneOf(key: string): number {
  let hash = 0;
  for (const char of key) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % TONES;
}

/** A person without a picture: the first letter of the name on the person's colour. */
export function Avatar({ name, id, size = 'm' }: { name: string; id: string; size?: 's' | 'm' | 'l' }) {
  const letter = [...name.trim()][0]?.toLocaleUpperCase() ?? '·';
  return (
    <span class={`avatar avatar-${size} tone-${toneOf(id)}`} aria-hidden="true">
      {letter}
    </span>
  );
}
