/** Ways to bring a picture: dropped anywhere on the page, pasted, or chosen as a file. */
import { element } from '../../../parts/elements.ts';

/** What the file dialog offers. */
const TYPES = 'image/png,image/jpeg,image/webp,image/gif,image/bmp,image/svg+xml,image/*';

/** @returns the button that opens the file dialog */
export function createPictureInput(onFile: (file: File) => void): HTMLElement {
  listenToDrops(onFile);
  listenToPaste(onFile);
  const input = element('input', { type: 'file', accept: TYPES, hidden: '' });
  const button = element('button', { type: 'button' }, 'Open an image…');
  button.addEventListener('click', () => {
    input.click();
  });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    // The same file can so be chosen again.
    input.value = '';
    if (file) onFile(file);
  });
  return element('span', { class: 'picture-input' }, button, input);
}

function listenToDrops(onFile: (file: File) => void): void {
  const zone = element(
    'div',
    { class: 'drop-zone', 'aria-hidden': 'true', hidden: '' },
    element('p', {}, 'Drop the image to see where it belongs'),
  );
  document.body.append(zone);
  const holdsFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;
  for (const kind of ['dragenter', 'dragover'] as const) {
    document.addEventListener(kind, (event) => {
      if (!holdsFiles(event)) return;
      // Without this, the browser would leave the page and open the file.
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      zone.hidden = false;
    });
  }
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) zone.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    zone.hidden = true;
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const file = pictureAmong(event.dataTransfer!.files);
    if (file) onFile(file);
  });
}

function listenToPaste(onFile: (file: File) => void): void {
  document.addEventListener('paste', (event) => {
    const file = event.clipboardData && pictureAmong(event.clipboardData.files);
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });
}

/** The first picture; where there is none, the first file, so that somebody can be told what it is. */
function pictureAmong(files: FileList): File | undefined {
  const all = [...files];
  return all.find(({ type }) => type.startsWith('image/')) ?? all[0];
}
