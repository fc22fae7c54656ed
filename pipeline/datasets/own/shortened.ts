/** Characters of a person's text that a message quotes. */
const MOST = 100;

/** Text for a message: whole where it is short, else its beginning. */
export function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
