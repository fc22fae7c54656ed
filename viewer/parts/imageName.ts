/** What an image is, in words. */
import type { Page } from '../data/load.ts';
import { whole } from './numbers.ts';

/** Such as `class 2`, since a name alone may read as a number of something. */
export function className({ data, labels }: Page, index: number): string {
  return `class ${data.dataset.classNames[labels[index]]}`;
}

/** Its number, and its file where it has one: `image 1,234 · cat 5.jpg`. */
export function imageNumber({ files }: Page, index: number): string {
  const file = files?.[index].split('/').at(-1);
  return `image ${whole(index)}${file === undefined ? '' : ` · ${file}`}`;
}

/** Whether the map was made with an image, or it was placed there later. */
export function imageOrigin({ data }: Page, index: number): string {
  return index < data.placedFrom ? 'mapped' : 'test image, placed';
}
