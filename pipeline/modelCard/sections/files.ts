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
    'This compares them with what they are known by:',
    program('sh', CHECK),
    folded('SHA-256 of each file', program('', files.map(knownBy).join('\n'))),
  ].join('\n\n');
}

/** Without the other lines of the card, of which `sha256sum` would complain. */
const CHECK = "grep -E '^[0-9a-f]{64}  ' MODEL_CARD.md | sha256sum --check";

/** As `sha256sum` reads it. */
function knownBy({ name, sha256 }: CardFile): string {
  return `${sha256}  ${name}`;
}
