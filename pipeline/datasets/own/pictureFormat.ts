/** What a file holds, told by its first bytes: a name proves nothing. */
import { open } from 'node:fs/promises';

/** Bytes that are enough to tell. */
const HEAD = 16;

/** How files begin that are taken. */
const PICTURES: readonly ((head: string) => boolean)[] = [
  (head) => head.startsWith('\x89PNG\r\n\x1a\n'),
  (head) => head.startsWith('\xff\xd8\xff'),
  (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP',
];

/** How others begin that people may take for pictures too. */
const OTHERS: readonly (readonly [name: string, begins: (head: string) => boolean])[] = [
  ['GIF', (head) => head.startsWith('GIF8')],
  ['BMP', (head) => head.startsWith('BM')],
  ['TIFF', (head) => /^(II\*\0|MM\0\*)/.test(head)],
  ['AVIF', (head) => head.slice(4, 12) === 'ftypavif'],
  ['HEIC', (head) => /^ftyp(hei|hev|mif)/.test(head.slice(4, 12))],
  ['JPEG XL', (head) => head.startsWith('\xff\x0a') || head.slice(4, 8) === 'JXL '],
  ['SVG', (head) => /^\s*<(svg|\?xml)/.test(head)],
  ['PDF', (head) => head.startsWith('%PDF')],
];

/**
 * Why a file is no picture that is taken, or null where it is one.
 *
 * @throws Error with the system's code where it cannot be read
 */
export async function whyNoPicture(path: string): Promise<string | null> {
  const head = await headOf(path);
  if (head === '') return 'the file is empty';
  if (PICTURES.some((begins) => begins(head))) return null;
  const other = OTHERS.find(([, begins]) => begins(head))?.[0];
  return other === undefined ? 'not a PNG, JPEG or WebP' : `${other}; expected PNG, JPEG or WebP`;
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
