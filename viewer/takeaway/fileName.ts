/** A file's name of words: small letters and figures, all else as single hyphens. */
export function fileName(words: readonly (string | number)[], ending: string): string {
  const plain = words
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const hyphened = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${hyphened || 'caelum'}.${ending}`;
}
