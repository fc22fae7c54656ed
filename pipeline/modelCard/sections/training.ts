import type { CardContent } from '../content.ts';
import { factRows, knownFacts, settingRows } from '../known.ts';
import { code, list, plain, table } from '../markdown.ts';

/** With what images and how the models were trained, and what is not known of it. */
export function training(content: CardContent): string {
  const facts = knownFacts(content);
  const rows = [
    ...factRows(facts, [
      'dataset',
      'data_source',
      'training_images',
      'test_images',
      'class_names',
      'left_out_class',
      'data_licence',
      'data_citation',
      'data_sha256',
      'objective',
      'optimizer',
    ]),
    ...settingRows(facts),
    ...factRows(facts, ['trained_with', ...(content.trained ? [] : (['test_mse'] as const))]),
  ];
  const heading = '## Training';
  if (rows.length === 0) return [heading, UNKNOWN, ...ownWords(content)].join('\n\n');
  return [
    heading,
    ...(content.trained ? [] : ['This is what the files tell of themselves.']),
    table(['', ''], rows),
  ].join('\n\n');
}

const UNKNOWN =
  'With what images, how and by whom these models were trained is not known here: ask whoever they come from.';

/** What files of other programs say, in their own words. */
function ownWords({ models }: CardContent): string[] {
  const said = Object.entries(models).flatMap(([name, { documentation, metadata }]) => [
    ...(documentation === '' ? [] : [`${code(name)}: ${plain(documentation)}`]),
    ...Object.entries(metadata).map(
      ([key, value]) => `${code(name)}, ${code(key)}: ${plain(value)}`,
    ),
  ]);
  return said.length === 0 ? [] : ['The files say of themselves:', list(said)];
}
