/** What an image is, in words. */
import type { Page } from '../data/load.ts';

/** Such as `class 2`, since a name alone may read as a number of something. */
export function className({ data, labels }: Page, index: number): string {
  return `class ${data.dataset.classNames[labels[index]]}`;
}

/** Whether the map was made with an image, or it was placed there later. */
export function imageOrigin({ data }: Page, index: number): string {
  return index < data.placedFrom ? 'mapped' : 'test image, placed';
}
