/** Hands a file to the browser, which saves it or asks where to. */
export function download(name: string, parts: BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes hold of the file after the click, at a time that it does not tell.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
