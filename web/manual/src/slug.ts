/** The anchor of a heading: its words in lower case. A link to a sub-reason (`#key_expired`) stays as it is. */
export function slugify(heading: string): string {
  return heading.trim().toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '');
}
