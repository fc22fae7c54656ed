/** What was understood of a person's own images, in words: they see at once where it is not what they meant. */
import { UNLABELLED } from './classes.ts';
import type { OwnImages } from './ownImages.ts';

/** Classes and folders that are named before the rest is counted. */
const NAMED = 8;

/** Sentences: of all images, and of what may not be meant. */
export function described(title: string, images: OwnImages): string[] {
  const { train, unlabelled, classNames, heldOut, emptyFolders } = images;
  const { channels, height, width } = train.shape;
  const mixed = unlabelled > 0 && classNames.length > 1;
  return [
    `${title}: ${classesOf(images)}, as ${width} × ${height} in ${channels === 1 ? 'grey' : 'colour'}; ` +
      (heldOut ? 'a tenth is held out for the test' : 'train and test are as they are named'),
    ...(mixed
      ? [
          unlabelled === 1
            ? `1 image has no label (or lies beside the folders of classes); it is the class "${UNLABELLED}".`
            : `${unlabelled.toLocaleString('en')} images have no label (or lie beside the folders of classes); they are the class "${UNLABELLED}".`,
        ]
      : []),
    ...(emptyFolders.length > 0
      ? [`No class comes of folders that hold no file: ${listed(emptyFolders)}.`]
      : []),
  ];
}

function classesOf({ classNames, unlabelled }: OwnImages): string {
  if (classNames.length > 1) return `${classNames.length} classes (${listed(classNames)})`;
  return unlabelled > 0 ? 'no labels, so no classes' : `one class (${classNames[0]})`;
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${first}, … ${names.length - NAMED} more` : first;
}
