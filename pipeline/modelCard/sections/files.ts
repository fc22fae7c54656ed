import { FILES } from '../../contract.ts';
import type { CardContent, CardFile } from '../content.ts';
import { FILE_MEANINGS } from '../fileMeanings.ts';
import { grouped } from '../known.ts';
import { code, folded, program, table } from '../markdown.ts';

/** Every file with its size, and what it is known by. */
export function files({ files }: CardContent): string {
  const rows = files.map(({ name, bytes }) => [
    code(name),
    grouped(bytes),
    FILE_MEANINGS.get(name) ?? '',
  ]);
  return [
    '## Files',
    `Beside this one, and ${code(FILES.run)}: settings, versions, times, and the SHA-256 of this file too.`,
    table(['file', 'bytes', 'what it is'], rows),
    `${code('sha256sum --check MODEL_CARD.md')} compares them with what they are known by (and says that it passes over the other lines of this file):`,
    folded('SHA-256 of each file', program('', files.map(knownBy).join('\n'))),
  ].join('\n\n');
}

/** As `sha256sum` reads it. */
function knownBy({ name, sha256 }: CardFile): string {
  return `${sha256}  ${name}`;
}
