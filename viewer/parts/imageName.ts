/** What an image is, in words. */
import type { Page } from '../data/load.ts';

/** Such as `class 2`, since a name alone may read as a number of something. */
export function className({ data, labels }: Page, index: number): string {
  return `class ${data.dataset.classNames[labels[index]]}`;
}

/** The name of its file without folders; null where it has none. */
export function fileName({ files }: Page, index: number): string | null {
  return files?.[index].split('/').at(-1) ?? null;
}

/** Whether the map was made with an image, or it was placed there later. */
export function imageOrigin({ data }: Page, index: number): string {
  return index < data.placedFrom ? 'mapped' : 'test image, placed';
}
