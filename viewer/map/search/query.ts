/** What is meant by the words in the search field. */
import { whole } from '../../parts/numbers.ts';

export type Query =
  | { readonly kind: 'image'; readonly index: number }
  | { readonly kind: 'class'; readonly label: number }
  /** Images whose files' names hold the words: one or more, in the order of their numbers. */
  | { readonly kind: 'files'; readonly images: readonly number[] }
  /** Nothing that could be found; the message is for the person. */
  | { readonly kind: 'nothing'; readonly message: string };

/**
 * Reads an image's number (`12345`, `12,345`, `image 12345`, `#12345`) or a class's name (`sneaker`, its
 * beginning, or with `class` before it, as a name that is a number must have), or a part of a file's name.
 *
 * @param count images, whose numbers go from 0
 * @param files of the images, where they have any
 * @param classNames by class index
 */
export function readQuery(
  text: string,
  count: number,
  classNames: readonly string[],
  files: readonly string[] = [],
): Query {
  const words = text.trim().toLowerCase();
  const number = /^(?:image\s*|#\s*)?([\d,\s]+)$/.exec(words)?.[1].replace(/[,\s]/g, '');
  if (number) {
    const index = Number(number);
    if (index < count) return { kind: 'image', index };
    const message = `There is no image ${whole(index)}; they go from 0 to ${whole(count - 1)}.`;
    return { kind: 'nothing', message };
  }
  const label = labelOf(words, classNames) ?? labelOf(words.replace(/^class\s+/, ''), classNames);
  if (label !== null) return { kind: 'class', label };
  const named = [...files.keys()].filter((index) => files[index].toLowerCase().includes(words));
  if (words !== '' && named.length > 0) return { kind: 'files', images: named };
  const things = files.length > 0 ? 'class or file' : 'class';
  const trouble = words === '' ? '' : `No ${things} is called “${text.trim()}”. `;
  const offer = `Write a number from 0 to ${whole(count - 1)}, or a ${things}: `;
  return {
    kind: 'nothing',
    message: `${trouble}${offer}${classNames.map(classQuery).join(', ')}.`,
  };
}

/** What to write to find a class. */
export function classQuery(name: string): string {
  return /^[\d,\s]+$/.test(name) ? `class ${name}` : name;
}

/** The class of this name, or else the only one whose name begins so. */
function labelOf(name: string, classNames: readonly string[]): number | null {
  if (name === '') return null;
  const names = classNames.map((one) => one.toLowerCase());
  if (names.includes(name)) return names.indexOf(name);
  const begins = [...names.keys()].filter((label) => names[label].startsWith(name));
  return begins.length === 1 ? begins[0] : null;
}

/** An image among those that one goes through, in the order of their numbers. */
export interface Found {
  readonly index: number;
  /** 1 for the first. */
  readonly place: number;
  readonly of: number;
}

/** The images of a class, in the order of their numbers. */
export function imagesOfClass(labels: Int32Array, label: number): number[] {
  return [...labels.keys()].filter((index) => labels[index] === label);
}

/**
 * The next of some images, round the end.
 *
 * @param members in the order of their numbers
 * @param from image to start after, be it one of them or not; null to start before the first
 * @returns null where there are none
 */
export function nextOf(members: readonly number[], from: number | null, by: 1 | -1): Found | null {
  if (members.length === 0) return null;
  const start = from ?? (by === 1 ? -1 : Infinity);
  const place =
    by === 1
      ? members.findIndex((index) => index > start)
      : members.findLastIndex((index) => index < start);
  const at = place >= 0 ? place : by === 1 ? 0 : members.length - 1;
  return { index: members[at], place: at + 1, of: members.length };
}
